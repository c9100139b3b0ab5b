import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { type RunInfo, runAddress } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { LONG, logHostileRun, MARKUP, RTL } from "./hostile-run.ts";

const url = inject("serverUrl");
const WIDTHS = [1440, 390];

let browser: Browser;
let run: RunInfo;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  run = await logHostileRun(url);
});
afterAll(() => browser.close());
afterEach(() => watched.close());

/** Opens an address, and fails when it answers with a script from the data, or grows too wide. */
async function visit(address: string, width = 1440): Promise<WatchedPage["page"]> {
  watched = await openPage(browser, { width });
  const { page } = watched;
  page.on("dialog", (dialog) => watched.troubles.push(`a script opened: ${dialog.message()}`));
  await page.goto(address);
  return page;
}

async function expectCalm(): Promise<void> {
  const { page, troubles } = watched;
  const excess = await page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    return scrollWidth - window.innerWidth;
  });
  expect(excess, "pixels beyond the window's width").toBeLessThanOrEqual(0);
  expect(troubles).toEqual([]);
}

describe.each(WIDTHS)("at a width of %d pixels", (width) => {
  it("shows markup in names, params and metrics of the table as the text that it is", async () => {
    const page = await visit(`${url}/#/experiments/${run.experiment_id}`, width);
    await page.getByRole("table").getByRole("link", { name: MARKUP }).waitFor();
    await page.getByRole("heading", { level: 1 }).getByText(MARKUP).waitFor();
    await page.getByText("NaN").first().waitFor();
    await page.getByText("∞").first().waitFor();
    await expectCalm();
  });

  it("shows a run of hostile texts and numbers, and nothing of them runs", async () => {
    const page = await visit(runAddress(url, run), width);
    await page.getByRole("heading", { level: 1 }).getByText(MARKUP).waitFor();
    const params = page.getByRole("table", { name: "Params" });
    await params.getByText(MARKUP).first().waitFor();
    await page.getByRole("table", { name: "Tags" }).getByText(MARKUP).first().waitFor();
    const metrics = page.getByRole("table", { name: "Metrics" });
    for (const number of ["NaN", "∞", "−∞"]) {
      await metrics.getByText(number, { exact: true }).first().waitFor();
    }
    await params.getByText("👩‍👩‍👧 عائلة").waitFor();
    await expectCalm();
  });
});

it("spells out what would turn the direction of the text around it", async () => {
  const page = await visit(runAddress(url, run));
  const shown = page.getByRole("table", { name: "Params" }).getByText("exe.gpj");
  expect(await shown.first().innerText()).not.toContain(RTL);
  await expectCalm();
});

it("cuts a param of 6,000 characters, and shows the whole on demand", async () => {
  const page = await visit(runAddress(url, run));
  const params = page.getByRole("table", { name: "Params" });
  await params.waitFor();
  expect(await params.innerText()).not.toContain(LONG);
  await params.getByRole("button", { name: "Show all 6,000 characters" }).click();
  await page.getByRole("dialog").getByText(LONG).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expectCalm();
});

it("shows hostile artifacts under their own names, as text", async () => {
  const page = await visit(runAddress(url, run));
  await page.getByRole("treeitem", { name: "<b>bold & 日本 🎉.txt" }).click();
  await page.getByText("<script>alert(1)</script> in a file").waitFor();
  await page.getByRole("treeitem", { name: "drawing.svg" }).click();
  await page.getByRole("img", { name: "drawing.svg" }).waitFor();
  await expectCalm();
});

describe("an address of something that is not there", () => {
  it.each([
    ["an experiment", "/#/experiments/987654321", "Experiment 987654321 does not exist"],
    ["a run", "/#/experiments/0/runs/0123456789abcdef", "Run 0123456789abcdef does not exist"],
    ["a model", "/#/experiments/0/models/m-none", "Model m-none does not exist"],
    ["a page", "/#/no/such/page", "There is no such page"],
  ])("of %s shows a page that says so and leads on", async (_, path, title) => {
    const page = await visit(url + path);
    await page.getByRole("heading", { name: title }).waitFor();
    // The server's own word that it has no such thing is what the page shows.
    const refusal = /^404: |the server responded with a status of 404/;
    expect(watched.troubles.filter((trouble) => !refusal.test(trouble))).toEqual([]);
    await page.getByRole("link", { name: "Go to the newest experiment" }).click();
    await page.getByRole("searchbox").first().waitFor();
  });
});
