import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createExperiment } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { colorsOf, isGreen, isRed } from "./colors.ts";
import { logRun } from "./log-run.ts";
import { RunsPage } from "./runs-page.ts";

const url = inject("serverUrl");
const HOUR = 3_600_000;

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

const newExperiment = () => createExperiment(url, `runs table ${(names += 1)}`);

/** Three runs: params of which one differs, and a metric that went up again after its best. */
async function logThree(): Promise<string> {
  const id = await newExperiment();
  const log = (name: string, lr: number, loss: number[], minutesAgo: number) =>
    logRun(url, id, name, {
      start: Date.now() - minutesAgo * 60_000,
      params: { lr, optimizer: "adam", width: 64 },
      metrics: { loss, score: [loss.length] },
    });
  await log("slow", 0.001, [1, 0.9, 0.8], 30);
  await log("good", 0.01, [1, 0.2, 0.25], 20);
  await log("wild", 0.1, [1, 0.1, 3], 10);
  return id;
}

it("shows each status with an icon and a word, and when a run has gone silent", async () => {
  const id = await newExperiment();
  const now = Date.now();
  await logRun(url, id, "done");
  await logRun(url, id, "broken", { status: "FAILED" });
  await logRun(url, id, "stopped", { status: "KILLED" });
  await logRun(url, id, "waiting", { status: "SCHEDULED" });
  await logRun(url, id, "going", { status: "RUNNING", metrics: { loss: [3, 2] } });
  await logRun(url, id, "lost", {
    status: "RUNNING",
    start: now - 3 * HOUR,
    metrics: { loss: [3, 2, 1] },
  });
  await runs.open(id);
  const words = {
    done: "Finished",
    broken: "Failed",
    stopped: "Killed",
    waiting: "Scheduled",
    going: "Running",
    lost: "No signal for 2 h",
  };
  const icons = new Set<string>();
  for (const [name, word] of Object.entries(words)) {
    const status = runs.row(name).getByRole("cell").first();
    await status.getByText(word, { exact: true }).waitFor();
    icons.add(await status.locator("svg").evaluate((icon) => icon.innerHTML));
  }
  expect(icons.size).toBe(6);
  const status = (name: string) => runs.row(name).getByRole("cell").first().locator("span").first();
  expect((await colorsOf(status("done"))).some(isGreen)).toBe(true);
  expect((await colorsOf(status("broken"))).some(isRed)).toBe(true);
});

describe("columns", () => {
  it("are at first what differs, and what is the same is told once", async () => {
    await runs.open(await logThree());
    await runs.waitForNames(["wild", "good", "slow"]);
    await runs.waitForColumns(["Status", "Started", "Duration", "metric loss", "param lr"]);
    expect(await runs.readCell("good", "param lr")).toBe("0.01");
    await runs.button(/the same in all$/).click();
    const same = page.getByRole("dialog");
    await same.getByText("optimizer").waitFor();
    await same.getByText("adam").waitFor();
  });

  it("are chosen, moved, pinned and made wider, and stay so", async () => {
    await runs.open(await logThree());
    await runs.waitForColumns(["Status", "Started", "Duration", "metric loss", "param lr"]);
    await runs.button(/^Columns/).click();
    const picker = page.getByRole("dialog", { name: /^Columns/ });
    await picker.getByRole("searchbox", { name: "Search columns" }).fill("optim");
    await picker.getByRole("checkbox", { name: /optimizer/ }).check();
    await page.keyboard.press("Escape");
    const withOptimizer = [
      "Status",
      "Started",
      "Duration",
      "metric loss",
      "param lr",
      "param optimizer",
    ];
    await runs.waitForColumns(withOptimizer);

    await runs.chooseOfColumn("Duration", "Hide");
    await runs.chooseOfColumn("lr", "Pin to the left");
    const chosen = ["param lr", "Status", "Started", "metric loss", "param optimizer"];
    await runs.waitForColumns(chosen);
    await runs.chooseOfColumn("optimizer", "Move left");
    const moved = ["param lr", "Status", "Started", "param optimizer", "metric loss"];
    await runs.waitForColumns(moved);

    const widthOf = async (name: string) => (await runs.head(name).boundingBox())?.width ?? 0;
    const before = await widthOf("loss");
    await runs.chooseOfColumn("loss", "Wider");
    await expect.poll(() => widthOf("loss")).toBe(before + 40);

    await page.reload();
    await runs.waitForColumns(moved);
    expect(await widthOf("loss")).toBe(before + 40);
    await runs.button("Column lr").click();
    await page.getByRole("button", { name: "Unpin", exact: true }).waitFor();
  });

  it("are dragged to their place and to their width", async () => {
    await runs.open(await logThree());
    await runs.waitForColumns(["Status", "Started", "Duration", "metric loss", "param lr"]);
    await runs.head("lr").dragTo(runs.head("Status"));
    await runs.waitForColumns(["param lr", "Status", "Started", "Duration", "metric loss"]);
    const box = await runs.head("lr").boundingBox();
    if (box === null) throw new Error("The column lr is not in sight.");
    await page.mouse.move(box.x + box.width - 2, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width + 58, box.y + 20, { steps: 4 });
    await page.mouse.up();
    const width = async () => (await runs.head("lr").boundingBox())?.width;
    await expect.poll(width).toBeCloseTo(box.width + 60, -1);
  });

  it("show the last, smallest and largest value of a metric, and mark the best", async () => {
    await runs.open(await logThree());
    await runs.waitForNames(["wild", "good", "slow"]);
    await expect.poll(() => runs.readCell("good", "metric loss")).toBe("Best: 0.25");
    await runs.chooseOfColumn("loss", "Add: best value (smallest)");
    // The menu of the first of two columns of the metric.
    await expect.poll(() => runs.readColumns()).toContain("metric, smallest loss");
    await expect.poll(() => runs.readCell("wild", "metric, smallest loss")).toBe("0.1");
    await page.getByRole("button", { name: "Column loss" }).nth(1).click();
    await page.getByRole("button", { name: "Largest value", exact: true }).click();
    await expect.poll(() => runs.readCell("wild", "metric, largest loss")).toBe("3");
    expect(await runs.readCell("good", "metric, largest loss")).toBe("1");
  });

  it("order the runs, by any of them", async () => {
    await runs.open(await logThree());
    const sort = (name: string) => runs.head(name).getByTitle(`Sort by ${name}`).click();
    const direction = (name: string) => runs.head(name).getAttribute("aria-sort");
    await sort("loss");
    await runs.waitForNames(["wild", "slow", "good"]);
    expect(await direction("loss")).toBe("descending");
    await sort("loss");
    await runs.waitForNames(["good", "slow", "wild"]);
    expect(await direction("loss")).toBe("ascending");
    await sort("loss");
    await runs.waitForNames(["wild", "good", "slow"]);
    await sort("Name");
    await sort("Name");
    await runs.waitForNames(["good", "slow", "wild"]);
    await sort("lr");
    await runs.waitForNames(["wild", "good", "slow"]);
    await page.reload();
    await runs.waitForNames(["wild", "good", "slow"]);
    expect(await direction("lr")).toBe("descending");
  });

  it("are asked for only when they are in sight, of very many", async () => {
    const id = await newExperiment();
    const keys = Array.from({ length: 10_000 }, (_, index) => `m${String(index).padStart(4, "0")}`);
    for (const name of ["a", "b"]) {
      const metrics = Object.fromEntries(keys.map((key, index) => [key, [index + 0.5]]));
      await logRun(url, id, name, { metrics });
    }
    const asked: string[][] = [];
    page.on("request", (request) => {
      if (!request.url().endsWith("/runs/window")) return;
      const { metric_keys } = request.postDataJSON() as { metric_keys: string[] };
      asked.push(metric_keys);
    });
    const columns = JSON.stringify(keys.slice(0, 40).map((key) => `metric:${key}`));
    await runs.open(id, `?columns=${encodeURIComponent(columns)}`);
    await runs.waitForNames(["b", "a"]);
    await expect.poll(() => runs.readCell("a", "metric m0000")).toBe("0.5");
    expect(Math.max(...asked.map((list) => list.length))).toBeLessThan(40);
    expect(asked.flat()).not.toContain("m0039");
    await runs.frame.evaluate((frame) => frame.scrollTo({ left: frame.scrollWidth }));
    await expect.poll(() => runs.readCell("b", "metric m0039")).toBe("39.5");
    expect(asked.at(-1)).not.toContain("m0000");
  });
});

describe("the search", () => {
  it("completes fields, operators and values by keyboard", async () => {
    await runs.open(await logThree());
    await runs.waitForNames(["wild", "good", "slow"]);
    await page.keyboard.press("/");
    await page.keyboard.type("params.l");
    const option = (name: RegExp) => page.getByRole("option", { name });
    await option(/^params\.lr/).waitFor();
    await page.keyboard.press("Tab");
    await option(/^=/).waitFor();
    await page.keyboard.type("= ");
    await option(/^'0\.01'/).waitFor();
    await page.keyboard.type("'0.01");
    await expect.poll(() => page.getByRole("option").count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => runs.filter.inputValue()).toBe("params.lr = '0.01' ");
    await page.keyboard.press("Enter");
    await runs.waitForNames(["good"]);
    await page.getByRole("status").getByText("1 run", { exact: true }).waitFor();
    await page.reload();
    await runs.waitForNames(["good"]);
    await runs.button("Clear filter").click();
    await runs.waitForNames(["wild", "good", "slow"]);
  });

  it("shows an error at its place, and the rows stay", async () => {
    await runs.open(await logThree());
    await runs.waitForNames(["wild", "good", "slow"]);
    await runs.filter.fill("metrics.loss < abc and params.lr = '1'");
    await runs.filter.press("Enter");
    const alert = page.getByRole("alert");
    await alert.getByText("abc", { exact: true }).waitFor();
    expect(await alert.locator("mark").innerText()).toBe("abc");
    expect(await runs.filter.getAttribute("aria-invalid")).toBe("true");
    await runs.waitForNames(["wild", "good", "slow"]);
    await runs.filter.fill("metrics.loss < 0.5");
    await runs.filter.press("Enter");
    await alert.waitFor({ state: "hidden" });
    await runs.waitForNames(["good"]);
  });

  it("finds runs by words of their names", async () => {
    const id = await newExperiment();
    for (const name of ["Large model, first try", "small model", "baseline"]) {
      await logRun(url, id, name);
    }
    await runs.open(id);
    await runs.filter.fill("try large");
    await runs.filter.press("Enter");
    await runs.waitForNames(["Large model, first try"]);
    await runs.filter.fill("small model");
    await runs.filter.press("Enter");
    await runs.waitForNames(["small model"]);
    await runs.filter.fill("nothing of the kind");
    await runs.filter.press("Enter");
    await page.getByRole("heading", { name: /No run matches the filter/ }).waitFor();
  });

  it("has quick filters for status, time and dataset", async () => {
    const id = await newExperiment();
    await logRun(url, id, "old", { start: Date.now() - 30 * HOUR, dataset: "digits" });
    await logRun(url, id, "failed", { status: "FAILED" });
    await logRun(url, id, "fine");
    await runs.open(id);
    await runs.waitForNames(["fine", "failed", "old"]);
    const choose = async (filter: string, choice: RegExp) => {
      await runs.button(filter).click();
      await page.getByRole("dialog").getByRole("button", { name: choice }).click();
      if (await page.getByRole("dialog").isVisible()) await page.keyboard.press("Escape");
    };
    await choose("Any status", /Failed/);
    await runs.waitForNames(["failed"]);
    await choose("Failed", /Failed/);
    await choose("Any time", /Last 24 hours/);
    await runs.waitForNames(["fine", "failed"]);
    await choose("Last 24 hours", /Any time/);
    await choose("Any dataset", /digits/);
    await runs.waitForNames(["old"]);
  });
});
