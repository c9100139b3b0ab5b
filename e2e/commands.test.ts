import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { createExperiment, createRun, type RunInfo, runAddress } from "./api.ts";
import { findViolations } from "./axe.ts";
import { launchBrowser, openPage, type PageOptions, type WatchedPage } from "./browser.ts";

const url = inject("serverUrl");
const OWN = `commands${Date.now()}`;

let browser: Browser;
let experimentId: string;
let run: RunInfo;
let watched: WatchedPage | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  experimentId = await createExperiment(url, OWN);
  run = await createRun(url, experimentId, `${OWN} it's "quoted" 100%`);
});
afterAll(() => browser.close());
afterEach(() => watched?.close());

async function visit(path: string, options: PageOptions = {}): Promise<Page> {
  watched = await openPage(browser, options);
  await watched.page.goto(url + path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor();
  return watched.page;
}

it("finds runs, experiments and actions by Ctrl+K, by keyboard alone", async () => {
  const page = await visit("/#/experiments/0");
  await page.keyboard.press("Control+k");
  const find = page.getByRole("combobox", { name: "Find" });
  await find.fill(`it's ${OWN} "quoted" 100%`);
  await page.getByRole("group", { name: "Runs" }).getByRole("option").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1 }).getByText("quoted").waitFor();
  expect(page.url()).toBe(runAddress(url, run));

  await page.keyboard.press("Control+k");
  await find.fill(OWN.toUpperCase());
  await page.getByRole("group", { name: "Experiments" }).getByRole("option").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/experiments/${experimentId}$`));

  await page.keyboard.press("Control+k");
  await find.fill("rename exper");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Rename the experiment" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await find.fill("no such thing anywhere");
  await page.getByText("Nothing has such a name.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(watched?.troubles).toEqual([]);
});

it("lists all keys on ?, but not where one types", async () => {
  const page = await visit(`/#/experiments/${experimentId}`);
  await page.getByRole("combobox", { name: "Filter runs" }).click();
  await page.keyboard.type("?");
  expect(await page.getByRole("dialog", { name: "Keys" }).count()).toBe(0);
  await page.getByRole("tree", { name: "Experiments" }).focus();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("Find experiments, runs and actions").waitFor();
  await keys.getByRole("region", { name: "Table of runs" }).getByText("Rename the run").waitFor();
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "hidden" });
  expect(watched?.troubles).toEqual([]);
});

it("renames a run from its page and, by keyboard, from the table; Undo takes it back", async () => {
  const renamed = await createRun(url, experimentId, "zeta");
  const page = await visit(runAddress("", renamed));
  await page.getByRole("button", { name: "Rename the run" }).click();
  const field = page.getByRole("dialog").getByRole("textbox", { name: "Name" });
  await field.fill(" ");
  await field.press("Enter");
  await page.getByText("A run needs a name.").waitFor();
  await field.fill("eta 🎉 <b>");
  await field.press("Enter");
  await page.getByRole("heading", { level: 1, name: "eta 🎉 <b>" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("heading", { level: 1, name: "zeta" }).waitFor();

  await page.goto(`${url}/#/experiments/${experimentId}?searchFilter=zeta`);
  const table = page.getByRole("table");
  await table.getByRole("link", { name: "zeta", exact: true }).waitFor();
  await page.getByRole("group", { name: /^Runs table/ }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F2");
  await field.fill("zeta two");
  await field.press("Enter");
  await table.getByRole("link", { name: "zeta two" }).waitFor();
  await table.getByRole("checkbox", { name: "Select zeta two" }).click();
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await field.fill("zeta three");
  await field.press("Enter");
  await table.getByRole("link", { name: "zeta three" }).waitFor();
  expect(watched?.troubles).toEqual([]);
});

it.each([
  ["light", 1440],
  ["dark", 1440],
  ["light", 390],
  ["dark", 390],
] as const)("axe finds nothing in commands and keys, %s, %d pixels", async (scheme, width) => {
  const page = await visit(`/#/experiments/${experimentId}`, { colorScheme: scheme, width });
  await page.getByRole("button", { name: "Find", exact: true }).click();
  await page.getByRole("combobox", { name: "Find" }).fill(OWN);
  await page.getByRole("group", { name: "Runs" }).getByRole("option").first().waitFor();
  const found = await findViolations(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Show all keys" }).click();
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  found.push(...(await findViolations(page)));
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(excess).toBeLessThanOrEqual(0);
  expect(found).toEqual([]);
  expect(watched?.troubles).toEqual([]);
});
