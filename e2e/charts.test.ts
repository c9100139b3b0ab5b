import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import {
  createExperiment,
  createRun,
  post,
  runAddress,
  type RunInfo,
  uploadArtifact,
} from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { drawnColors } from "./colors.ts";

const url = inject("serverUrl");

let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  watched = await openPage(browser);
  page = watched.page;
});
afterEach(async () => {
  await watched.close();
  if (watched.troubles.length > 0) throw new Error(watched.troubles.join("\n"));
});

/** Logs one value a step, beginning at a step. */
async function logMetric(run: RunInfo, key: string, values: readonly number[], from = 0) {
  for (let first = 0; first < values.length; first += 1000) {
    const metrics = values.slice(first, first + 1000).map((value, index) => {
      const step = from + first + index;
      return { key, value, step, timestamp: 1_764_000_000_000 + step * 1000 };
    });
    await post(url, "runs/log-batch", { run_id: run.run_id, metrics });
  }
}

async function logParams(run: RunInfo, params: Readonly<Record<string, unknown>>) {
  const list = Object.entries(params).map(([key, value]) => ({ key, value: String(value) }));
  await post(url, "runs/log-batch", { run_id: run.run_id, params: list });
}

let names = 0;

const newExperiment = () => createExperiment(url, `charts ${(names += 1)}`);

const cardOf = (name: string) => page.getByRole("article", { name, exact: true });
const chartIn = (name: string) => cardOf(name).getByRole("application");

describe("a chart", () => {
  it("keeps the spikes of very many points, is exact when zoomed, and exports all of them", async () => {
    const run = await createRun(url, await newExperiment(), "long");
    const values = Array.from({ length: 50_000 }, (_, step) => 1 + Math.sin(step / 5000));
    const spikes = [12_345, 25_001, 40_000];
    for (const step of spikes) values[step] = 7.125;
    await logMetric(run, "loss", values);

    await page.goto(runAddress(url, run));
    const card = cardOf("loss");
    await card.getByText("50,000 points").waitFor();
    await card.getByText("sampled").waitFor();
    await card.getByText("max 7.125").waitFor();

    // Twice closer is a quarter of the range, around the second spike.
    const chart = chartIn("loss");
    await chart.focus();
    for (let zoom = 0; zoom < 7; zoom += 1) await chart.press("+");
    await expect.poll(() => page.url()).toContain("chartZoom=");
    await card.getByText(/^\d+ of 50,000 points$/).waitFor();
    await card.getByText("sampled").waitFor({ state: "hidden" });

    await page.getByRole("button", { name: "Reset zoom" }).click();
    await card.getByText("50,000 points", { exact: true }).waitFor();

    await card.getByRole("button", { name: "Download: loss" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "All points (CSV)" }).click(),
    ]);
    const rows = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    expect(rows).toHaveLength(50_001);
    for (const step of spikes) {
      expect(rows).toContain(
        `${run.run_id},long,loss,${step},${1_764_000_000_000 + step * 1000},7.125`,
      );
    }
  });

  it("reads exact values by the arrow keys, and shows training with validation", async () => {
    const run = await createRun(url, await newExperiment(), "pair");
    await logMetric(run, "train/loss", [0.942, 0.5]);
    await logMetric(run, "val/loss", [0.938, 0.75]);
    await page.goto(runAddress(url, run));
    const chart = chartIn("loss");
    await expect.poll(() => drawnColors(chart), { timeout: 20_000 }).toBeGreaterThan(2);
    await chart.press("ArrowRight");
    const values = cardOf("loss").getByRole("status");
    await values.getByText("step 0").waitFor();
    await expect
      .poll(() => values.getByRole("listitem").allInnerTexts())
      .toEqual([
        expect.stringMatching(/train\/loss\s*0\.942$/),
        expect.stringMatching(/val\/loss\s*0\.938$/),
      ]);
  });

  it("stands along time and another metric, on scales that are logarithmic, smoothed", async () => {
    const run = await createRun(url, await newExperiment(), "axes");
    await logMetric(run, "loss", [8, 4, 2, 1]);
    await logMetric(run, "seen", [10, 100, 1000, 10_000]);
    await page.goto(runAddress(url, run));
    const chart = chartIn("loss");
    const status = cardOf("loss").getByRole("status");
    const axis = page.getByRole("combobox", { name: "Horizontal axis" });
    await chart.press("ArrowRight");
    await status.getByText("step 0").waitFor();
    await axis.selectOption("seen");
    await page.getByRole("checkbox", { name: "Log x" }).check();
    await page.getByRole("checkbox", { name: "Log y" }).check();
    await expect.poll(() => page.url()).toContain("chartLog=xy");
    await chart.press("ArrowRight");
    await status.getByText("seen 10", { exact: true }).waitFor();
    await axis.selectOption("Time since start");
    await page.getByRole("slider", { name: "Smoothing" }).fill("0.6");
    await expect.poll(() => page.url()).toContain("chartSmooth=0.6");
    await chart.press("ArrowLeft");
    // The smoothed value, and the one that was logged.
    await status.getByText(/\(1\)$/).waitFor();
  });

  it("zooms and moves under the mouse, all charts together", async () => {
    const run = await createRun(url, await newExperiment(), "zoom");
    const steps = Array.from({ length: 101 }, (_, step) => step);
    await logMetric(run, "first", steps);
    await logMetric(run, "second", steps);
    await page.goto(runAddress(url, run));
    const chart = chartIn("first");
    await expect.poll(() => drawnColors(chart), { timeout: 20_000 }).toBeGreaterThan(2);
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("The chart is not in sight.");
    const drag = async (from: number, to: number) => {
      await page.mouse.move(box.x + box.width * from, box.y + 60);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * to, box.y + 60, { steps: 5 });
      await page.mouse.up();
    };
    const zoom = () => {
      const [from = NaN, to = NaN] = (/chartZoom=([^&]+)/.exec(page.url())?.[1] ?? "")
        .split("..")
        .map(Number);
      return { from, to };
    };
    await drag(0.4, 0.7);
    await expect.poll(() => zoom().to - zoom().from).toBeGreaterThan(20);
    const zoomed = zoom();
    for (const name of ["first", "second"]) {
      await cardOf(name)
        .getByText(/^\d\d of 101 points$/)
        .waitFor();
    }
    await page.keyboard.down("Shift");
    await drag(0.5, 0.6);
    await page.keyboard.up("Shift");
    await expect.poll(() => zoom().from).toBeLessThan(zoomed.from - 2);
    expect(zoom().to - zoom().from).toBeCloseTo(zoomed.to - zoomed.from, 6);
    await chart.dblclick();
    await cardOf("second").getByText("101 points", { exact: true }).waitFor();
  });

  it("fills the screen, and is saved as a picture", async () => {
    const run = await createRun(url, await newExperiment(), "picture");
    await logMetric(run, "loss", [3, 2, 1]);
    await page.goto(runAddress(url, run));
    const save = async (choice: string) => {
      await cardOf("loss").getByRole("button", { name: "Download: loss" }).click();
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: choice }).click(),
      ]);
      return readFile(await file.path());
    };
    expect((await save("Picture (SVG)")).toString()).toMatch(/^<svg [^]*<path d="M[^]*<\/svg>$/);
    expect((await save("Picture (PNG)")).subarray(1, 4).toString()).toBe("PNG");
    await cardOf("loss").getByRole("button", { name: "Full screen: loss" }).click();
    const full = page.getByRole("dialog", { name: "loss" });
    await full.getByText("At the end of each line").waitFor();
    await expect
      .poll(async () => (await full.getByRole("application").boundingBox())?.height)
      .toBeGreaterThan(500);
    await full.getByRole("button", { name: "Close full screen" }).click();
    await full.waitFor({ state: "hidden" });
  });

  it("shows pictures by step, runs side by side, with a slider", async () => {
    const experimentId = await newExperiment();
    const svg = (color: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="${color}"/></svg>`;
    for (const name of ["left", "right"]) {
      const run = await createRun(url, experimentId, name);
      await logMetric(run, "loss", [1]);
      for (const step of [0, 5]) {
        const path = `images/sample+step+${step}+timestamp+1764000000000+${name}.svg`;
        await uploadArtifact(url, run, path, svg(step === 0 ? "red" : "green"));
      }
    }
    await page.goto(`${url}/#/experiments/${experimentId}?view=charts&chartTab=images`);
    const picture = (name: string, step: number) =>
      page.getByRole("img", { name: `sample of ${name} at step ${step}` });
    await picture("left", 5).waitFor();
    await picture("right", 5).waitFor();
    await page.getByRole("slider", { name: "Step" }).fill("0");
    await picture("left", 0).waitFor();
    await picture("right", 0).waitFor();
    // The step is in the address, so that a link shows the same.
    await page.waitForURL(/chartStep=/);
    await page.reload();
    await picture("left", 0).waitFor();
  });

  it("grows by itself while the run goes on", async () => {
    const run = await createRun(url, await newExperiment(), "running");
    await logMetric(run, "loss", [3, 2]);
    await page.goto(runAddress(url, run));
    await cardOf("loss").getByText("2 points").waitFor();
    await logMetric(run, "loss", [1.5], 2);
    await cardOf("loss").getByText("3 points").waitFor({ timeout: 5000 });
    await logMetric(run, "accuracy", [0.1, 0.2]);
    await cardOf("accuracy").getByText("2 points").waitFor({ timeout: 5000 });
  });

  it("shows where NaN began, in words", async () => {
    const run = await createRun(url, await newExperiment(), "diverged");
    await logMetric(run, "loss", [1, 2]);
    const nan = { run_id: run.run_id, key: "loss", value: "NaN", step: 2, timestamp: 1 };
    await post(url, "runs/log-metric", nan);
    await page.goto(runAddress(url, run));
    await cardOf("loss").getByText("1 NaN or ∞ from step 2").waitFor();
  });
});

it("shows an experiment's first run by itself", async () => {
  const experimentId = await newExperiment();
  await page.goto(`${url}/#/experiments/${experimentId}`);
  await page.getByRole("heading", { name: "No runs yet" }).waitFor();
  const run = await createRun(url, experimentId, "the first");
  await page.getByRole("link", { name: "the first" }).waitFor({ timeout: 5000 });
  await post(url, "runs/update", { run_id: run.run_id, status: "FAILED" });
  const row = page.getByRole("row").filter({ hasText: "the first" });
  await row.getByText("Failed").waitFor({ timeout: 5000 });
});

describe("the charts of many runs", () => {
  /** Six runs of two params, of which one matters. */
  async function logSweep(): Promise<{ experimentId: string; runs: RunInfo[] }> {
    const experimentId = await newExperiment();
    const runs: RunInfo[] = [];
    for (let index = 0; index < 6; index += 1) {
      const run = await createRun(url, experimentId, `run ${index}`);
      await logParams(run, { lr: 0.1 * 2 ** index, width: [8, 16][index % 2] });
      await logMetric(run, "loss", [1, 1 / (index + 1)]);
      await logMetric(run, "final/score", [0.9 + index / 1000]);
      runs.push(run);
    }
    return { experimentId, runs };
  }

  it("stand beside the table, and draw the runs whose eye is open", async () => {
    const { experimentId } = await logSweep();
    await page.goto(`${url}/#/experiments/${experimentId}`);
    await page.getByRole("button", { name: "Table and charts" }).click();
    await cardOf("loss").getByText("6 lines").waitFor();
    await page.getByRole("button", { name: "Draw run 3" }).click();
    await cardOf("loss").getByText("5 lines").waitFor();
    // A metric that was logged once is a bar for each run, to its last digit.
    const bars = cardOf("final/score").getByRole("listitem");
    await expect.poll(() => bars.count()).toBe(5);
    await cardOf("final/score").getByText("0.905", { exact: true }).waitFor();

    await page.getByRole("combobox", { name: "Group runs" }).selectOption("width");
    await cardOf("loss").getByText("2 lines").waitFor();
    await page.getByRole("searchbox", { name: "Search charts" }).fill("score");
    await cardOf("loss").waitFor({ state: "hidden" });
    expect(page.url()).toContain("view=both");
    expect(page.url()).toContain("chartGroup=width");
  });

  it("show what went in against what came out", async () => {
    const { experimentId } = await logSweep();
    await page.goto(`${url}/#/experiments/${experimentId}?view=charts`);
    const choose = (name: string) => page.getByRole("button", { name, exact: true }).click();
    for (const name of ["Scatter", "Parallel", "Contour"]) {
      await choose(name);
      const chart = page.getByRole("img", { name: new RegExp(`^${name} chart of 6 runs`, "i") });
      await expect.poll(() => drawnColors(chart), { timeout: 20_000 }).toBeGreaterThan(4);
    }
    await choose("Importance");
    await page.getByRole("combobox", { name: "Importance for" }).selectOption("loss");
    const rows = page.getByRole("table", { name: "Importance for loss" }).getByRole("rowheader");
    await expect.poll(() => rows.allInnerTexts()).toEqual(["lr", "width"]);
    await choose("Histograms");
    await page.getByRole("region", { name: "width" }).getByText("16", { exact: true }).waitFor();
    await choose("Bars");
    await cardOf("final/score").getByText("0.905", { exact: true }).waitFor();
  });

  it("compare any runs: values, texts and pictures", async () => {
    const { runs } = await logSweep();
    const [first, second] = runs;
    if (first === undefined || second === undefined) throw new Error("The sweep has no runs.");
    await logParams(first, { seed: 7 });
    await logParams(second, { seed: 7 });
    await uploadArtifact(url, first, "notes.txt", "same\nold\n");
    await uploadArtifact(url, second, "notes.txt", "same\nnew\n");
    await page.goto(`${url}/#/compare?runs=${first.run_id},${second.run_id}`);
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
    const table = page.getByRole("table", { name: "Differences" }).first();
    await table.getByRole("rowheader", { name: "lr differs" }).waitFor();
    expect(await table.getByRole("rowheader", { name: "seed" }).count()).toBe(0);
    await page.getByRole("switch", { name: "Only differences" }).first().click();
    await table.getByRole("rowheader", { name: "seed" }).waitFor();

    await page.getByRole("button", { name: /notes\.txt/ }).click();
    const diff = page.getByRole("region", { name: "Differences of notes.txt" });
    await diff.getByText("− old").waitFor();
    await diff.getByText("+ new").waitFor();
    expect(page.url()).toContain("artifact=notes.txt");
  });
});
