import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { createExperiment, type RunInfo, uploadArtifact } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { drawnColors } from "./colors.ts";
import { logRun } from "./log-run.ts";

const url = inject("serverUrl");
/** One pixel, as PNG. */
const PIXEL = new Uint8Array(
  Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
);

let browser: Browser;
let watched: WatchedPage;
let page: Page;
let names = 0;

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

const newExperiment = () => createExperiment(url, `compare ${(names += 1)}`);

async function compare(runs: readonly RunInfo[], query = ""): Promise<void> {
  const ids = runs.map(({ run_id }) => run_id).join(",");
  await page.goto(`${url}/#/compare?runs=${ids}${query}`);
  await page.getByRole("heading", { name: `Compare ${runs.length} runs` }).waitFor();
}

const differences = () => page.getByRole("table", { name: "Differences" }).first();

it("sets runs of several experiments side by side, with what differs marked", async () => {
  const runs: RunInfo[] = [];
  for (const lr of [0.1, 0.2, 0.1]) {
    const params = { lr, seed: 7, ...(runs.length === 2 && { extra: "yes" }) };
    const metrics = { loss: [1, lr], same: [5] };
    runs.push(await logRun(url, await newExperiment(), `run ${runs.length}`, { params, metrics }));
  }
  await compare(runs);
  await differences().getByRole("rowheader", { name: "lr differs" }).waitFor();
  const rows = differences().getByRole("row");
  const cells = (name: string) =>
    rows
      .filter({ has: page.getByRole("rowheader", { name }) })
      .getByRole("cell")
      .allInnerTexts();
  expect(await cells("lr differs")).toEqual(["0.1", "0.2", "0.1"]);
  expect(await cells("extra differs")).toEqual(["–", "–", "yes"]);
  expect(await cells("loss differs")).toEqual(["0.1", "0.2", "0.1"]);
  await page.getByText("3 of 5 differ").waitFor();
  expect(await differences().getByRole("rowheader", { name: "seed" }).count()).toBe(0);
  await page.getByRole("switch", { name: "Only differences" }).first().click();
  expect(await cells("seed")).toEqual(["7", "7", "7"]);

  const chart = page.getByRole("article", { name: "loss", exact: true });
  await chart.getByText("3 lines").waitFor();
  await expect.poll(() => drawnColors(chart)).toBeGreaterThan(3);

  await page.getByRole("button", { name: "Leave out run 1" }).click();
  await page.getByRole("heading", { name: "Compare 2 runs" }).waitFor();
  await chart.getByText("2 lines").waitFor();
});

it("saves the differences as a picture and as a table", async () => {
  const id = await newExperiment();
  const runs = [
    await logRun(url, id, "first", { params: { lr: 0.1 } }),
    await logRun(url, id, "second", { params: { lr: 0.25 } }),
  ];
  await compare(runs);
  const save = async (format: string) => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page
        .getByRole("button", { name: `${format}: differences` })
        .first()
        .click(),
    ]);
    return readFile(await file.path());
  };
  expect((await save("CSV")).toString()).toBe("kind,key,first,second\r\nParams,lr,0.1,0.25\r\n");
  expect((await save("SVG")).toString()).toContain(">0.25</text>");
  expect((await save("PNG")).subarray(1, 4).toString()).toBe("PNG");
});

it("shows pictures side by side and what differs between texts", async () => {
  const id = await newExperiment();
  const runs: RunInfo[] = [];
  for (const name of ["a", "b", "c"]) {
    const run = await logRun(url, id, name);
    await uploadArtifact(url, run, "plots/confusion.png", PIXEL);
    await uploadArtifact(url, run, "config.yaml", `model: net\nlr: ${runs.length}\nseed: 7\n`);
    if (name === "a") await uploadArtifact(url, run, "only.txt", "here");
    await uploadArtifact(url, run, "weights.bin", new Uint8Array([0, 255, runs.length]));
    runs.push(run);
  }
  await compare(runs);
  const artifacts = page.getByRole("list", { name: "Artifacts of all runs" });
  await artifacts.getByRole("button", { name: /only\.txt in 1 of 3 runs/ }).waitFor();
  await artifacts.getByRole("button", { name: /plots/ }).click();
  await artifacts.getByRole("button", { name: /confusion\.png/ }).click();
  for (const name of ["a", "b", "c"]) {
    const image = page.getByRole("img", { name: `plots/confusion.png of ${name}` });
    await image.scrollIntoViewIfNeeded();
    // A picture that is drawn has a size of its own.
    const width = () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth);
    await expect.poll(width).toBe(1);
  }
  expect(page.url()).toContain("artifact=plots");

  await page.getByRole("navigation", { name: "Folder" }).getByText("Artifacts").click();
  await artifacts.getByRole("button", { name: /config\.yaml/ }).click();
  const diff = page.getByRole("region", { name: "Differences of config.yaml" });
  await diff.getByText("− lr: 0").waitFor();
  await diff.getByText("+ lr: 1").waitFor();
  await diff.getByRole("combobox", { name: "To" }).selectOption({ label: "c" });
  await diff.getByText("+ lr: 2").waitFor();
  await diff.getByRole("combobox", { name: "From" }).selectOption({ label: "c" });
  await diff.getByText("Both are the same.").waitFor();
  await artifacts.getByRole("button", { name: /weights\.bin/ }).click();
  await page.getByText("These files are no texts.").waitFor();
});

it("takes a hundred runs, and says so when one is not there", async () => {
  const id = await newExperiment();
  const log = (index: number) =>
    logRun(url, id, `run ${index}`, { params: { index }, metrics: { loss: [1, index] } });
  const runs: RunInfo[] = [];
  for (let from = 0; from < 100; from += 25) {
    const some = Array.from({ length: 25 }, (_, index) => log(from + index));
    runs.push(...(await Promise.all(some)));
  }
  await compare(runs);
  await expect
    .poll(() => differences().getByRole("columnheader").count(), { timeout: 15_000 })
    .toBe(101);
  await page.getByRole("article", { name: "loss", exact: true }).getByText("100 lines").waitFor();
  await page.getByRole("button", { name: "Parallel", exact: true }).click();
  const parallel = page.getByRole("img", { name: /^Parallel chart of 100 runs/i });
  await expect.poll(() => drawnColors(parallel), { timeout: 20_000 }).toBeGreaterThan(4);
  expect(watched.troubles.splice(0)).toEqual([]);

  const missing = { ...runs[0], run_id: "0".repeat(32) };
  const ids = [...runs.slice(0, 2), missing].map(({ run_id }) => run_id).join(",");
  await page.goto(`${url}/#/compare?runs=${ids}`);
  await page.getByText("Some runs could not be loaded").waitFor();
  await page.getByText("0".repeat(32)).waitFor();
  await differences().getByRole("rowheader", { name: "index differs" }).waitFor();
  // What is not there is a refusal that was meant, and nothing else went wrong.
  for (const trouble of watched.troubles.splice(0)) expect(trouble).toContain("404");
});
