import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createExperiment, post, searchRuns } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { logRun } from "./log-run.ts";
import { RunsPage } from "./runs-page.ts";

const url = inject("serverUrl");

let browser: Browser;
let watched: WatchedPage;
let page: Page;
let runs: RunsPage;
let names = 0;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  watched = await openPage(browser);
  page = watched.page;
  runs = new RunsPage(page, url);
});
afterEach(async () => {
  await watched.close();
  if (watched.troubles.length > 0) throw new Error(watched.troubles.join("\n"));
});

const newExperiment = () => createExperiment(url, `table actions ${(names += 1)}`);

async function logFour(): Promise<string> {
  const id = await newExperiment();
  for (const [index, name] of ["a", "b", "c", "d"].entries()) {
    await logRun(url, id, name, {
      start: Date.now() - index * 60_000,
      params: { lr: index < 2 ? "0.1" : "0.2" },
      tags: { note: `a "quoted", text` },
      metrics: { loss: [9, index + 0.5] },
      dataset: "digits",
    });
  }
  return id;
}

describe("groups", () => {
  it("show mean and spread, and their runs below them", async () => {
    await runs.open(await logFour());
    await runs.button("Group by").click();
    await page.getByRole("dialog").getByRole("button", { name: "lr", exact: true }).click();
    const head = (value: string) =>
      runs.table.getByRole("row").filter({ has: page.getByRole("button", { name: value }) });
    // 0.5 and 1.5, 2.5 and 3.5: their standard deviation as a sample.
    await head("0.1 2 runs").getByText("1 ± 0.71").waitFor();
    await head("0.2 2 runs").getByText("3 ± 0.71").waitFor();
    const button = runs.button(/^0\.2/);
    expect(await button.getAttribute("aria-expanded")).toBe("false");
    await button.click();
    await runs.waitForNames(["c", "d"]);
    await page.reload();
    await runs.waitForNames(["c", "d"]);
    await runs.button("By lr").click();
    await page.getByRole("dialog").getByRole("button", { name: "Dataset", exact: true }).click();
    await head("digits 4 runs").getByText("2 ± 1.3").waitFor();
    await runs.button("By dataset").click();
    await page.getByRole("dialog").getByRole("button", { name: "note (tag)" }).click();
    await head('a "quoted", text 4 runs').waitFor();
  });
});

it("shows nested runs as a tree that folds", async () => {
  const id = await newExperiment();
  const start = Date.now();
  const parent = await logRun(url, id, "sweep", { start: start - 60_000 });
  const child = await logRun(url, id, "fold 1", { parent, start: start - 50_000 });
  await logRun(url, id, "try 1", { parent: child, start: start - 40_000 });
  await logRun(url, id, "alone", { start: start - 30_000 });
  await runs.open(id);
  await runs.waitForNames(["alone", "sweep", "fold 1", "try 1"]);
  const leftOf = async (name: string) =>
    (await runs.row(name).getByRole("link").boundingBox())?.x ?? 0;
  expect(await leftOf("fold 1")).toBeGreaterThan(await leftOf("sweep"));
  expect(await leftOf("try 1")).toBeGreaterThan(await leftOf("fold 1"));
  await runs.button("1 run below fold 1").click();
  await runs.waitForNames(["alone", "sweep", "fold 1"]);
  await runs.button("1 run below sweep").click();
  await runs.waitForNames(["alone", "sweep"]);
  await page.getByRole("switch", { name: "Nested" }).click();
  await runs.waitForNames(["alone", "try 1", "fold 1", "sweep"]);
});

describe("the runs selected", () => {
  const select = (name: string) =>
    page.getByRole("checkbox", { name: `Select ${name}`, exact: true });

  it("are deleted, brought back by Undo, and restored", async () => {
    const id = await logFour();
    await runs.open(id);
    await runs.waitForNames(["a", "b", "c", "d"]);
    await select("b").click();
    // Shift takes everything between.
    await select("d").click({ modifiers: ["Shift"] });
    const bar = page.getByRole("region", { name: "Selected runs" });
    await bar.getByText("3 runs selected").waitFor();
    await bar.getByRole("button", { name: "Delete" }).click();
    await bar.getByText("3 runs deleted").waitFor();
    await runs.waitForNames(["a"]);
    await bar.getByRole("button", { name: "Undo" }).click();
    await runs.waitForNames(["a", "b", "c", "d"]);

    await select("a").click();
    await bar.getByRole("button", { name: "Delete" }).click();
    await runs.waitForNames(["b", "c", "d"]);
    await page.getByRole("switch", { name: "Deleted" }).click();
    await runs.waitForNames(["a"]);
    await select("a").click();
    await bar.getByRole("button", { name: "Restore" }).click();
    await bar.getByText("1 run restored").waitFor();
    await page.getByRole("switch", { name: "Deleted" }).click();
    await runs.waitForNames(["a", "b", "c", "d"]);
  });

  it("are tagged, and compared", async () => {
    const id = await logFour();
    await runs.open(id);
    await select("a").click();
    await select("c").click();
    await runs.button("Tag").click();
    const form = page.getByRole("dialog", { name: "Tag" });
    await form.getByRole("textbox", { name: "Key" }).fill("stage");
    await form.getByRole("textbox", { name: "Value" }).fill("candidate");
    await form.getByRole("button", { name: "Set the tag" }).click();
    await form.waitFor({ state: "hidden" });
    const tagged = await searchRuns(url, id, "tags.stage = 'candidate'");
    expect(tagged.map(({ info }) => info.run_name).toSorted()).toEqual(["a", "c"]);
    await page.getByRole("link", { name: "Compare" }).click();
    await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
  });
});

describe("a download", () => {
  async function download(format: "CSV" | "JSON"): Promise<string> {
    await runs.button("Download").click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `All runs found, ${format}` }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${format.toLowerCase()}$`));
    return readFile(await file.path(), "utf8");
  }

  it("holds all runs that the filter finds, with the columns of the table", async () => {
    const id = await logFour();
    const columns = encodeURIComponent(
      JSON.stringify(["metric:loss", "metric.max:loss", "param:lr", "tag:note"]),
    );
    const filter = encodeURIComponent("metrics.loss < 3");
    await runs.open(id, `?columns=${columns}&searchFilter=${filter}`);
    await runs.waitForNames(["a", "b", "c"]);
    const [head = "", ...lines] = (await download("CSV")).trimEnd().split("\r\n");
    expect(head).toMatch(/^run_id,run_name,status,/);
    expect(head).toMatch(/,metric:loss,metric\.max:loss,param:lr,tag:note$/);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^[0-9a-f]{32},b,FINISHED,/);
    expect(lines[1]).toContain(",digits,");
    expect(lines[1]).toMatch(/,1\.5,9,0\.1,"a ""quoted"", text"$/);

    const rows = JSON.parse(await download("JSON")) as Record<string, unknown>[];
    expect(rows.map(({ run_name }) => run_name)).toEqual(["a", "b", "c"]);
    expect(rows[2]).toMatchObject({
      status: "FINISHED",
      metrics: { loss: 2.5 },
      metric_ranges: { loss: { min: 2.5, max: 9 } },
      params: { lr: "0.2" },
      tags: { note: 'a "quoted", text' },
    });
  });

  it("holds more runs than are in sight", async () => {
    const id = await newExperiment();
    const create = (index: number) =>
      post(url, "runs/create", {
        experiment_id: id,
        run_name: `run ${index}`,
        start_time: 1_764_000_000_000 + index,
      });
    for (let from = 0; from < 1200; from += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => create(from + index)));
    }
    await runs.open(id);
    await page.getByRole("status").getByText("1,200 runs").waitFor();
    const lines = (await download("CSV")).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1201);
    expect(new Set(lines.map((line) => line.split(",")[1])).size).toBe(1201);
    // And the last one is there when one goes to the end.
    await runs.frame.focus();
    await page.keyboard.press("End");
    await runs.row("run 0").waitFor();
  });
});

it("is used by keyboard alone", async () => {
  await runs.open(await logFour());
  await runs.waitForNames(["a", "b", "c", "d"]);
  await runs.frame.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect.poll(() => page.getByRole("checkbox", { name: "Select b" }).isChecked()).toBe(true);
  const eye = page.getByRole("button", { name: "Draw b" });
  await expect.poll(() => eye.getAttribute("aria-pressed")).toBe("true");
  await page.keyboard.press("e");
  await expect.poll(() => eye.getAttribute("aria-pressed")).toBe("false");
  expect(page.url()).toContain("hidden=");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "d", exact: true }).waitFor();
});
