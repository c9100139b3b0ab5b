import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { createExperiment, createRun, post, type RunInfo } from "./api.ts";
import { findViolations } from "./axe.ts";
import { launchBrowser, openPage, type PageOptions, type WatchedPage } from "./browser.ts";
import { MARKUP } from "./hostile-run.ts";

const url = inject("serverUrl");

let browser: Browser;
let experimentId: string;
let runs: RunInfo[];
let watched: WatchedPage | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
  experimentId = await createExperiment(url, `views ${Date.now()}`);
  runs = [];
  for (const [index, name] of ["alpha", "beta", "gamma"].entries()) {
    const run = await createRun(url, experimentId, name);
    runs.push(run);
    await post(url, "runs/log-batch", {
      run_id: run.run_id,
      params: [{ key: "lr", value: String(index / 10) }],
      metrics: Array.from({ length: 20 }, (_, step) => ({
        key: "loss",
        value: index + 1 / (step + 1),
        timestamp: Date.now() + step,
        step,
      })),
    });
  }
});
afterAll(() => browser.close());
afterEach(() => watched?.close());

async function visit(path: string, options: PageOptions = {}): Promise<Page> {
  watched = await openPage(browser, options);
  await watched.page.goto(url + path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor();
  return watched.page;
}

function row(page: Page, name: string) {
  return page.getByRole("table").getByRole("link", { name, exact: true });
}

async function openViews(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Views?(:|$)/ }).click();
}

async function viewTags(): Promise<{ key: string; value: string }[]> {
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/get?experiment_id=${experimentId}`);
  type Answer = { experiment: { tags?: { key: string; value: string }[] } };
  const { tags = [] } = ((await answer.json()) as Answer).experiment;
  return tags.filter(({ key }) => key.startsWith("mlflow-ts.view."));
}

it("keeps a view under a name for all, opens, overwrites, renames and deletes it", async () => {
  const page = await visit(`/#/experiments/${experimentId}`);
  await row(page, "alpha").waitFor();
  await page.getByRole("combobox", { name: "Filter runs" }).fill("alp");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await row(page, "beta").waitFor({ state: "hidden" });
  await openViews(page);
  await page.getByText("No view is saved yet.").waitFor();
  const name = page.getByRole("textbox", { name: "Save what is open as" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("A view needs a name.").waitFor();
  await name.fill("Only alpha 🎉 <b>");
  await name.press("Enter");
  await page.getByText("Saved the view “Only alpha 🎉 <b>”").waitFor();
  await page.getByRole("button", { name: "View: Only alpha 🎉 <b>" }).waitFor();
  await name.fill("Only alpha 🎉 <b>");
  await name.press("Enter");
  await page.getByText("Another view has this name.").waitFor();
  await page.keyboard.press("Escape");
  expect(await viewTags()).toHaveLength(1);
  // It is no word of a person about the experiment.
  expect(await page.getByText("mlflow-ts.view").count()).toBe(0);

  // Someone else opens it, in a browser of their own.
  await watched?.close();
  const other = await visit(`/#/experiments/${experimentId}`);
  await row(other, "beta").waitFor();
  await openViews(other);
  await other.getByRole("button", { name: "Only alpha 🎉 <b>", exact: true }).click();
  await row(other, "beta").waitFor({ state: "hidden" });
  expect(other.url()).toContain("searchFilter=alp");
  await other.goBack();
  await row(other, "beta").waitFor();

  await other.getByRole("button", { name: "Charts", exact: true }).click();
  await other.waitForURL(/view=charts/);
  await openViews(other);
  await other.getByRole("button", { name: /^Overwrite Only alpha/ }).click();
  await other.getByText("Overwrote the view").waitFor();
  await other.getByRole("button", { name: /^Rename Only alpha/ }).click();
  const field = other.getByRole("textbox", { name: /^New name of/ });
  await field.fill("All charts");
  await field.press("Enter");
  await other.getByRole("button", { name: "View: All charts" }).waitFor();
  await expect.poll(async () => (await viewTags())[0]?.value).toContain("view=charts");
  expect(await viewTags()).toHaveLength(1);

  await other.getByRole("button", { name: "Delete All charts" }).click();
  await other.getByText("No view is saved yet.").waitFor();
  expect(await viewTags()).toEqual([]);
  await other
    .getByRole("status", { name: "What was done" })
    .getByText("Deleted the view")
    .waitFor();
  const lines = other.getByRole("status", { name: "What was done" });
  await lines.getByRole("button", { name: "Undo" }).last().click();
  await other.getByRole("button", { name: "View: All charts" }).waitFor();
  await post(url, "experiments/delete-experiment-tag", {
    experiment_id: experimentId,
    key: (await viewTags())[0]?.key,
  });
  expect(watched?.troubles).toEqual([]);
});

it("copies a link that opens the very view", async () => {
  const search = "?searchFilter=gamma&view=both";
  await post(url, "experiments/set-experiment-tag", {
    experiment_id: experimentId,
    key: "mlflow-ts.view.linked",
    value: JSON.stringify({ name: "Linked", search }),
  });
  const page = await visit(`/#/experiments/${experimentId}`);
  await watched?.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openViews(page);
  await page.getByRole("button", { name: "Copy link to Linked" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${url}/#/experiments/${experimentId}${search}`);
  await page.goto(link);
  await row(page, "gamma").waitFor();
  await page.getByRole("region", { name: "Charts" }).waitFor();
  await expect.poll(() => row(page, "alpha").count()).toBe(0);
  expect(watched?.troubles).toEqual([]);
});

it("leaves out tags that are no views, and of a view what no address says", async () => {
  const id = await createExperiment(url, `hostile views ${Date.now()}`);
  await createRun(url, id, "only");
  const values: Readonly<Record<string, string>> = {
    broken: "{",
    list: "[1,2]",
    nameless: '{"search":"?view=both"}',
    number: '{"name":7,"search":8}',
    markup: JSON.stringify({
      name: MARKUP,
      search:
        "?view=javascript:alert(1)&columns=%5B&widths=7&chartZoom=a..b&selected=../x&__proto__=1&x=1",
    }),
    percent: '{"name":"percent","search":"?chartDims=%E0%A4%A&searchFilter=only"}',
  };
  for (const [key, value] of Object.entries(values)) {
    await post(url, "experiments/set-experiment-tag", {
      experiment_id: id,
      key: `mlflow-ts.view.${key}`,
      value,
    });
  }
  const page = await visit(`/#/experiments/${id}?view=both`);
  page.on("dialog", (dialog) => watched?.troubles.push(`a script: ${dialog.message()}`));
  await openViews(page);
  const list = page.getByRole("list", { name: "Saved views" });
  expect(await list.getByRole("listitem").count()).toBe(2);
  await list.getByText(MARKUP.slice(0, 20)).first().click();
  await row(page, "only").waitFor();
  expect(page.url()).toBe(`${url}/#/experiments/${id}`);
  await openViews(page);
  await list.getByText("percent").click();
  await row(page, "only").waitFor();
  expect(page.url()).toBe(`${url}/#/experiments/${id}?searchFilter=only`);
  expect(watched?.troubles).toEqual([]);
});

it("has the selected runs in the address, so that a link selects them", async () => {
  const page = await visit(`/#/experiments/${experimentId}`);
  await row(page, "alpha").waitFor();
  const steps = await page.evaluate(() => history.length);
  await page.getByRole("checkbox", { name: "Select alpha" }).click();
  await page.getByRole("checkbox", { name: "Select gamma" }).click();
  await page.getByText("2 runs selected").waitFor();
  const [alpha, , gamma] = runs;
  await page.waitForURL(new RegExp(`selected=${alpha?.run_id}%2C${gamma?.run_id}`));
  // One step back leads to where one came from, not through every click.
  expect(await page.evaluate(() => history.length)).toBe(steps);
  const link = page.url();
  await watched?.close();
  const other = await visit(link.slice(url.length));
  await other.getByText("2 runs selected").waitFor();
  expect(await other.getByRole("checkbox", { name: "Select alpha" }).isChecked()).toBe(true);
  expect(await other.getByRole("checkbox", { name: "Select beta" }).isChecked()).toBe(false);
  await other.getByRole("button", { name: "Select none" }).click();
  await expect.poll(() => other.url()).not.toContain("selected");
  expect(watched?.troubles).toEqual([]);
});

it("keeps a column's width in the address without a step for each pixel", async () => {
  const page = await visit(`/#/experiments/${experimentId}`);
  await row(page, "alpha").waitFor();
  const steps = await page.evaluate(() => history.length);
  const head = page.getByRole("columnheader").first();
  const box = await head.boundingBox();
  if (box === null) throw new Error("The name's column is not shown.");
  const edge = box.x + box.width - 2;
  await page.mouse.move(edge, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(edge + 80, box.y + box.height / 2, { steps: 20 });
  await page.mouse.up();
  await page.waitForURL(/widths=/);
  expect(await page.evaluate(() => history.length)).toBe(steps);
  expect(watched?.troubles).toEqual([]);
});

it.each([
  ["light", 1440],
  ["dark", 390],
] as const)(
  "axe finds nothing in the list of views, in %s colours at %d pixels",
  async (colorScheme, width) => {
    const page = await visit(`/#/experiments/${experimentId}?searchFilter=alpha`, {
      colorScheme,
      width,
    });
    await row(page, "alpha").waitFor();
    await openViews(page);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("A view needs a name.").waitFor();
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(excess).toBeLessThanOrEqual(0);
    expect(await findViolations(page)).toEqual([]);
    expect(watched?.troubles).toEqual([]);
  },
);
