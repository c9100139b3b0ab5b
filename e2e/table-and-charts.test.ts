import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { createExperiment } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { drawnColors, drawnPixels } from "./colors.ts";
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

async function open(width = 1440): Promise<void> {
  watched = await openPage(browser, { width, height: width < 500 ? 844 : 900 });
  page = watched.page;
  runs = new RunsPage(page, url);
}
beforeEach(() => open());
afterEach(async () => {
  await watched.close();
  if (watched.troubles.length > 0) throw new Error(watched.troubles.join("\n"));
});

const newExperiment = () => createExperiment(url, `beside ${(names += 1)}`);
const cardOf = (name: string) => page.getByRole("article", { name, exact: true });
const chartIn = (name: string) => cardOf(name).getByRole("application");

/** Two runs with flat lines, at 0 and at 1. */
async function logFlat(): Promise<string> {
  const id = await newExperiment();
  await logRun(url, id, "low", { metrics: { loss: [0, 0, 0] }, start: Date.now() - 60_000 });
  await logRun(url, id, "high", { metrics: { loss: [1, 1, 1] } });
  return id;
}

/** Whether a row is marked as what is pointed at. */
const isMarked = (row: Locator) =>
  row.getByRole("rowheader").evaluate((cell) => getComputedStyle(cell).boxShadow !== "none");

describe("a row and its line", () => {
  it("are one under the pointer, whichever is pointed at", async () => {
    await runs.open(await logFlat(), "?view=both");
    const chart = chartIn("loss");
    await expect.poll(() => drawnColors(chart), { timeout: 20_000 }).toBeGreaterThan(2);
    await page.mouse.move(5, 5);
    const before = await drawnPixels(chart);
    await runs.row("low").hover();
    await expect.poll(() => drawnPixels(chart)).toBeGreaterThan(before + 100);
    expect(await isMarked(runs.row("low"))).toBe(true);
    await page.mouse.move(5, 5);
    await expect.poll(() => drawnPixels(chart)).toBe(before);

    const box = await chart.boundingBox();
    if (box === null) throw new Error("The chart is not in sight.");
    // The line at 1 stands close to the upper border.
    await page.mouse.move(box.x + box.width / 2, box.y + 18);
    await expect.poll(() => isMarked(runs.row("high"))).toBe(true);
    expect(await isMarked(runs.row("low"))).toBe(false);
  });
});

describe("the divider", () => {
  it("is moved by mouse and keys, and stays where it was put", async () => {
    const id = await logFlat();
    await runs.open(id, "?view=both");
    const divider = page.getByRole("separator", { name: "Width of the table" });
    const widthOf = async () => (await runs.frame.boundingBox())?.width ?? 0;
    const first = await widthOf();
    await divider.focus();
    await page.keyboard.press("ArrowRight");
    expect(await divider.getAttribute("aria-valuenow")).toBe("42");
    await expect.poll(widthOf).toBeGreaterThan(first + 10);

    const box = await divider.boundingBox();
    if (box === null) throw new Error("The divider is not in sight.");
    await page.mouse.move(box.x + 6, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 206, box.y + 200, { steps: 5 });
    await page.mouse.up();
    await expect.poll(widthOf).toBeGreaterThan(first + 180);
    const dragged = await widthOf();
    await page.reload();
    await runs.table.waitFor();
    expect(await widthOf()).toBeCloseTo(dragged, 0);
    await divider.press("Enter");
    await expect.poll(widthOf).toBeCloseTo(first, 0);

    await page.getByRole("button", { name: "Charts", exact: true }).click();
    await runs.table.waitFor({ state: "hidden" });
    await chartIn("loss").waitFor();
    await page.getByRole("button", { name: "Table", exact: true }).click();
    await runs.table.waitFor();
    await chartIn("loss").waitFor({ state: "hidden" });
  });
});

describe("groups of the table", () => {
  async function logGroups(): Promise<string> {
    const id = await newExperiment();
    for (const [lr, losses] of Object.entries({ "0.1": [1, 3], "0.2": [10, 20] })) {
      for (const loss of losses) {
        const metrics = { loss: [loss, loss], final: [loss] };
        await logRun(url, id, `${lr} ${loss}`, { params: { lr }, metrics });
      }
    }
    return id;
  }

  it("are drawn as their mean, with a band that is chosen, and named exactly", async () => {
    await runs.open(await logGroups(), "?view=both&groupBy=param:lr");
    const legend = page.getByRole("list", { name: "Groups" });
    await expect
      .poll(() => legend.getByRole("listitem").allInnerTexts())
      .toEqual([expect.stringMatching(/lr=0\.\d\s*2 runs/), expect.stringMatching(/2 runs/)]);
    await cardOf("loss").getByText("2 lines").waitFor();
    const chart = chartIn("loss");
    await chart.press("ArrowRight");
    const values = cardOf("loss").getByRole("status").getByRole("listitem");
    // The mean of 10 and 20, and a standard deviation of 7.07 around it.
    await expect
      .poll(() => values.allInnerTexts())
      .toEqual([
        expect.stringMatching(/lr=0\.2\s*15 \[7\.92893, 22\.0711\]/),
        expect.stringMatching(/lr=0\.1\s*2 \[0\.585786, 3\.41421\]/),
      ]);
    await page.getByRole("combobox", { name: "Band around a mean" }).selectOption("extremes");
    await chart.press("ArrowRight");
    await expect
      .poll(() => values.allInnerTexts())
      .toEqual([
        expect.stringMatching(/lr=0\.2\s*15 \[10, 20\]/),
        expect.stringMatching(/lr=0\.1\s*2 \[1, 3\]/),
      ]);
    expect(page.url()).toContain("chartBand=extremes");

    // What was logged once is a bar for each group, and so is everything among the bars.
    await cardOf("final").getByText("15").first().waitFor();
    await page.getByRole("button", { name: "Bars", exact: true }).click();
    const bar = cardOf("loss").getByRole("listitem").first();
    await expect.poll(() => bar.innerText()).toMatch(/lr=0\.2\s*15\s*\[10, 20\]\s*2 runs/);
  });

  it("have one colour in the table and the charts, and are linked with their lines", async () => {
    await runs.open(await logGroups(), "?view=both&groupBy=param:lr");
    await cardOf("loss").getByText("2 lines").waitFor();
    const group = runs.table.getByRole("row").filter({ hasText: "0.2" });
    const legend = page.getByRole("list", { name: "Groups" }).getByRole("listitem");
    const swatch = (place: Locator) =>
      place.evaluate((element) => {
        const spans = [...element.querySelectorAll("span")];
        const colors = spans.map((span) => getComputedStyle(span).backgroundColor);
        return colors.find((color) => color !== "rgba(0, 0, 0, 0)");
      });
    expect(await swatch(group.getByRole("rowheader"))).toBe(
      await swatch(legend.filter({ hasText: "lr=0.2" })),
    );
    const chart = chartIn("loss");
    await expect.poll(() => drawnColors(chart)).toBeGreaterThan(2);
    await legend.filter({ hasText: "lr=0.2" }).hover();
    await expect.poll(() => isMarked(group)).toBe(true);
  });
});

it("gives each of fifty runs drawn a colour of its own", async () => {
  const id = await newExperiment();
  const log = (index: number) => logRun(url, id, `run ${index}`, { metrics: { loss: [index] } });
  await Promise.all(Array.from({ length: 50 }, (_, index) => log(index)));
  await runs.open(id, "?view=charts&visible=50&chartTab=bars").catch(() => {});
  const bars = cardOf("loss").getByRole("listitem");
  await expect.poll(() => bars.count(), { timeout: 10_000 }).toBe(50);
  const colors = await bars.evaluateAll((items) =>
    items.map((item) => {
      const spans = [...item.querySelectorAll("span span")];
      return spans.map((span) => getComputedStyle(span).backgroundColor).join(" ");
    }),
  );
  expect(new Set(colors).size).toBe(50);
});

describe("charts of ten thousand metrics", () => {
  it("are mounted in sight only, and found by their names", async () => {
    const id = await newExperiment();
    const metrics = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`part${index % 5}/m${index}`, [1, index]]),
    );
    await logRun(url, id, "wide", { metrics });
    await page.goto(`${url}/#/experiments/${id}?view=charts`);
    await page.getByRole("button", { name: /part0\s*2000/ }).waitFor({ timeout: 20_000 });
    const charts = page.getByRole("application");
    await expect.poll(() => charts.count()).toBeGreaterThan(3);
    expect(await charts.count()).toBeLessThan(60);
    await page.getByRole("searchbox", { name: "Search charts" }).fill("part3 m9998");
    await cardOf("part3/m9998").getByText("max 9998").waitFor();
    expect(await charts.count()).toBe(1);
  });
});

it("leaves room beside the names on a phone", async () => {
  const id = await logFlat();
  await watched.close();
  await open(390);
  await runs.open(id);
  await runs.waitForNames(["high", "low"]);
  const [name, frame] = [await runs.row("low").getByRole("rowheader").boundingBox(), runs.frame];
  expect(name?.width).toBeLessThan(180);
  expect(await frame.evaluate((element) => element.clientWidth)).toBeLessThanOrEqual(390);
  await runs.row("low").getByText("Finished").waitFor();
});
