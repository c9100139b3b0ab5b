import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createExperiment, createRun, post } from "./api.ts";
import { findViolations } from "./axe.ts";
import { launchBrowser, openPage, type PageOptions, type WatchedPage } from "./browser.ts";
import { LONG, MARKUP, RTL } from "./hostile-run.ts";

const url = inject("serverUrl");
/** Names of this file's experiments begin alike, so that a search shows them alone. */
const OWN = `tree${Date.now()}`;

let browser: Browser;
let watched: WatchedPage | undefined;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => watched?.close());

async function visit(path: string, options: PageOptions = {}): Promise<Page> {
  watched = await openPage(browser, options);
  watched.page.on("dialog", (dialog) => watched?.troubles.push(`a script: ${dialog.message()}`));
  await watched.page.goto(url + path);
  return watched.page;
}

/** Nothing went wrong but what the server was meant to refuse. */
function expectCalm(refusals: readonly number[] = []): void {
  const isMeant = (trouble: string) =>
    refusals.some(
      (status) =>
        trouble.startsWith(`${status}: `) ||
        trouble.includes(`responded with a status of ${status}`),
    );
  expect(watched?.troubles.filter((trouble) => !isMeant(trouble))).toEqual([]);
}

function tree(page: Page) {
  return page.getByRole("tree", { name: "Experiments" });
}

async function chooseAction(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Experiment actions" }).click();
  await page.getByRole("button", { name }).click();
}

async function getExperiment(id: string) {
  const answer = await fetch(`${url}/api/2.0/mlflow/experiments/get?experiment_id=${id}`);
  type Experiment = {
    name: string;
    lifecycle_stage: string;
    tags?: { key: string; value: string }[];
  };
  return ((await answer.json()) as { experiment: Experiment }).experiment;
}

describe("the tree of experiments", () => {
  it("puts experiments into folders, folds them, and remembers it", async () => {
    const id = await createExperiment(url, `${OWN}/vision/cnn`);
    await createExperiment(url, `${OWN}/vision/vit`);
    await createExperiment(url, `${OWN}/speech`);
    await createRun(url, id, "first");
    await createRun(url, id, "second");
    const page = await visit("/#/experiments/0");
    await page.getByRole("searchbox", { name: "Search experiments" }).fill(OWN);
    await page.getByText(/^3 of \d+$/).waitFor();
    const folder = tree(page).getByRole("treeitem", {
      name: /^vision 2 experiments, 2 runs running/,
    });
    await folder.waitFor();
    expect(await folder.getAttribute("aria-level")).toBe("2");
    await tree(page)
      .getByRole("treeitem", { name: /^cnn 2 runs, 2 running, last change/ })
      .waitFor();
    await page.getByRole("button", { name: "Clear search" }).click();

    await tree(page)
      .getByRole("treeitem", { name: new RegExp(`^${OWN} 3 experiments`) })
      .click();
    await expect.poll(() => tree(page).getByRole("treeitem", { name: /^cnn/ }).count()).toBe(0);
    await page.reload();
    const outer = tree(page).getByRole("treeitem", { name: new RegExp(`^${OWN} 3 experiments`) });
    await outer.waitFor();
    expect(await outer.getAttribute("aria-expanded")).toBe("false");
    // What is opened by its address is shown in its folder.
    await page.goto(`${url}/#/experiments/${id}`);
    const current = tree(page).getByRole("treeitem", { name: /^cnn/ });
    await current.waitFor();
    expect(await current.getAttribute("aria-current")).toBe("page");
    expectCalm();
  });

  it("is gone through with the keys of a tree", async () => {
    const name = `${OWN}keys`;
    const id = await createExperiment(url, `${name}/a`);
    await createExperiment(url, `${name}/b`);
    const page = await visit("/#/experiments/0");
    await page.getByRole("searchbox", { name: "Search experiments" }).fill(name);
    await page.getByText(/^2 of \d+$/).waitFor();
    await tree(page).focus();
    const active = () =>
      tree(page).evaluate((element) => {
        const id = element.getAttribute("aria-activedescendant") ?? "";
        return document.getElementById(id)?.querySelector("bdi")?.textContent;
      });
    await page.keyboard.press("Home");
    expect(await active()).toMatch(name);
    await page.keyboard.press("ArrowRight");
    await expect.poll(active).toBe("b");
    await page.keyboard.press("ArrowDown");
    await expect.poll(active).toBe("a");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(active).toMatch(name);
    await page.keyboard.press("a");
    await expect.poll(active).toBe("a");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: `${name}/a` }).waitFor();
    expect(page.url()).toContain(`/experiments/${id}`);
    await page.keyboard.press("F2");
    await page.getByRole("dialog", { name: "Rename the experiment" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expect.poll(() => tree(page).evaluate((t) => t === document.activeElement)).toBe(true);
    expectCalm();
  });

  it("draws the lines in sight only, of 2,000 experiments, and finds one at once", async () => {
    const names = Array.from({ length: 2000 }, (_, n) => `${OWN}many/group ${n % 50}/number ${n}`);
    for (let at = 0; at < names.length; at += 50) {
      await Promise.all(names.slice(at, at + 50).map((name) => createExperiment(url, name)));
    }
    const page = await visit("/#/experiments/0");
    await tree(page).getByRole("treeitem").first().waitFor();
    expect(await tree(page).getByRole("treeitem").count()).toBeLessThan(100);
    const search = page.getByRole("searchbox", { name: "Search experiments" });
    await search.focus();
    const tookMs = await page.evaluate(async () => {
      const start = performance.now();
      document.execCommand("insertText", false, "number 1777");
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      return performance.now() - start;
    });
    await tree(page).getByRole("treeitem", { name: "number 1777", exact: true }).waitFor();
    expect(tookMs).toBeLessThan(500);
    await search.fill("");
    await tree(page).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("Home");
    expectCalm();
  });
});

describe("an experiment", () => {
  it("is created with name and description, and a name that is taken is told at its field", async () => {
    const taken = `${OWN} taken`;
    await createExperiment(url, taken);
    const page = await visit("/#/experiments/0");
    await page.getByRole("button", { name: "New experiment" }).click();
    const dialog = page.getByRole("dialog", { name: "New experiment" });
    const name = dialog.getByRole("textbox", { name: "Name" });
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await dialog.getByText("An experiment needs a name.").waitFor();
    await name.fill(taken);
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").getByText("Another experiment has this name.").waitFor();
    expect(await name.getAttribute("aria-invalid")).toBe("true");
    await name.fill("x".repeat(501));
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").getByText("exceeds the maximum length").waitFor();
    await name.fill(`${OWN} made`);
    await dialog
      .getByRole("textbox", { name: "Artifact location" })
      .fill("mlflow-artifacts:/x#part");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").waitFor();
    const location = dialog.getByRole("textbox", { name: "Artifact location" });
    expect(await location.getAttribute("aria-invalid")).toBe("true");
    await location.fill("");
    await dialog.getByRole("textbox", { name: "Description" }).fill("What it is **about**");
    await name.press("Enter");
    await page.getByRole("heading", { level: 1, name: `${OWN} made` }).waitFor();
    await page.getByRole("region", { name: "Description" }).getByText("What it is").waitFor();
    await page.getByText(`Created “${OWN} made”`).waitFor();
    expectCalm([400]);
  });

  it("is renamed, and named as before with Undo", async () => {
    const id = await createExperiment(url, `${OWN} old name`);
    const page = await visit(`/#/experiments/${id}`);
    await chooseAction(page, "Rename the experiment…");
    const field = page.getByRole("dialog").getByRole("textbox", { name: "Name" });
    await field.fill(`${OWN} new name`);
    await field.press("Enter");
    await page.getByRole("heading", { level: 1, name: `${OWN} new name` }).waitFor();
    const menu = page.getByRole("button", { name: "Experiment actions" });
    await expect.poll(() => menu.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { level: 1, name: `${OWN} old name` }).waitFor();
    expect((await getExperiment(id)).name).toBe(`${OWN} old name`);
    expectCalm();
  });

  it("is described, and its tags are added, changed and removed", async () => {
    const id = await createExperiment(url, `${OWN} tagged`);
    await post(url, "experiments/set-experiment-tag", {
      experiment_id: id,
      key: "team",
      value: "a",
    });
    await post(url, "experiments/set-experiment-tag", {
      experiment_id: id,
      key: "old",
      value: "1",
    });
    const page = await visit(`/#/experiments/${id}`);
    const tags = page.getByRole("list", { name: "Tags of the experiment" });
    await tags.getByText("team").waitFor();
    await chooseAction(page, "Edit the tags…");
    const dialog = page.getByRole("dialog", { name: /^Tags of/ });
    // By key: "old", then "team".
    await dialog.getByRole("button", { name: "Remove tag 1" }).click();
    await dialog.getByRole("textbox", { name: "Value of tag 1" }).fill("b");
    await dialog.getByRole("button", { name: "Add a tag" }).click();
    await dialog.getByRole("textbox", { name: "Key of tag 2" }).fill("team");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Another tag has this key.").waitFor();
    await dialog.getByRole("textbox", { name: "Key of tag 2" }).fill("né 日本 <b>");
    await dialog.getByRole("button", { name: "Save" }).click();
    // The server's own word about a key that it does not take.
    await dialog.getByRole("alert").getByText("Names may only contain").waitFor();
    await dialog.getByRole("textbox", { name: "Key of tag 2" }).fill("né 日本");
    await dialog.getByRole("textbox", { name: "Value of tag 2" }).fill(MARKUP);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "hidden" });
    await tags.getByText("né 日本").waitFor();
    await tags.getByText(MARKUP.slice(0, 20)).waitFor();
    await expect.poll(async () => (await getExperiment(id)).tags?.length).toBe(2);

    await chooseAction(page, "Add a description…");
    const text = page.getByRole("dialog").getByRole("textbox", { name: "Description" });
    await text.fill("First line\n\n- second");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("region", { name: "Description" }).getByText("First line").waitFor();
    expectCalm([400]);
  });

  it("is deleted after its consequences were told, undone, deleted and restored", async () => {
    const id = await createExperiment(url, `${OWN} doomed`);
    await createRun(url, id, "one");
    await createRun(url, id, "two");
    const page = await visit(`/#/experiments/${id}`);
    await page.getByRole("table").getByText("two").waitFor();
    await chooseAction(page, "Delete the experiment…");
    const dialog = page.getByRole("dialog", { name: `Delete “${OWN} doomed”?` });
    await dialog.getByText("2 runs", { exact: true }).waitFor();
    await dialog.getByText("still go on").waitFor();
    await dialog.getByText("Nothing is erased").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect((await getExperiment(id)).lifecycle_stage).toBe("active");

    await chooseAction(page, "Delete the experiment…");
    await dialog.getByRole("button", { name: "Delete the experiment" }).click();
    await page.getByText("This experiment is deleted").waitFor();
    expect((await getExperiment(id)).lifecycle_stage).toBe("deleted");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("table").getByText("two").waitFor();
    expect((await getExperiment(id)).lifecycle_stage).toBe("active");

    await chooseAction(page, "Delete the experiment…");
    await dialog.getByRole("button", { name: "Delete the experiment" }).click();
    await page.getByText("This experiment is deleted").waitFor();
    await page.getByRole("link", { name: "Deleted experiments" }).click();
    const deleted = page.getByRole("table", { name: "Deleted experiments" });
    await deleted.getByRole("link", { name: `${OWN} doomed` }).click();
    await page.getByRole("table").getByText("two").waitFor();
    await page.goBack();
    await deleted.getByRole("button", { name: `Restore ${OWN} doomed` }).click();
    await expect.poll(() => deleted.getByText(`${OWN} doomed`).count()).toBe(0);
    await tree(page)
      .getByRole("treeitem", { name: `${OWN} doomed` })
      .waitFor();
    expectCalm();
  });

  it("whose name a deleted one holds says so, with the way to restore that", async () => {
    const name = `${OWN} buried`;
    const id = await createExperiment(url, name);
    await post(url, "experiments/delete", { experiment_id: id });
    const page = await visit("/#/experiments/0");
    await page.getByRole("button", { name: "New experiment" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(name);
    await page.keyboard.press("Enter");
    await page.getByText("A deleted experiment has this name.").waitFor();
    await page.getByRole("link", { name: "Open it to restore it" }).click();
    await page.getByRole("button", { name: `Restore ${name}` }).click();
    await page.getByText("This experiment is deleted").waitFor({ state: "hidden" });
    expectCalm([400]);
  });
});

describe.each([1440, 390])("at %d pixels", (width) => {
  it("a name, tags and description that would break a page are text within it", async () => {
    const name = `${MARKUP}/👩‍👩‍👧 عائلة ${RTL}exe/${"x".repeat(300)} ${width} ${Date.now()}`;
    const id = await createExperiment(url, name);
    for (const [key, value] of [
      ["markup", MARKUP],
      ["long", LONG],
      ["unbroken", "y".repeat(400)],
      ["mlflow.note.content", `${MARKUP}\n\n${LONG}\n\n[x](javascript:alert(1))`],
    ]) {
      await post(url, "experiments/set-experiment-tag", { experiment_id: id, key, value });
    }
    const page = await visit(`/#/experiments/${id}`, { width });
    await page.getByRole("heading", { level: 1 }).getByText(MARKUP).waitFor();
    await page.getByRole("button", { name: "Show the whole description" }).click();
    await chooseAction(page, "Delete the experiment…");
    await page.getByRole("dialog", { name: /^Delete/ }).waitFor();
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(excess, "pixels beyond the window's width").toBeLessThanOrEqual(0);
    expectCalm();
  });
});

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  it.each([1440, 390])("axe finds nothing in the dialogs at %d pixels", async (width) => {
    const id = await createExperiment(url, `${OWN} axe ${colorScheme} ${width}`);
    await createRun(url, id, "one");
    await post(url, "experiments/set-experiment-tag", { experiment_id: id, key: "k", value: "v" });
    const page = await visit(`/#/experiments/${id}`, { width, colorScheme });
    await page.getByRole("table").getByText("one").waitFor();
    const found: string[] = [];
    for (const action of ["Rename the", "Add a", "Edit the tags", "Delete the"]) {
      await chooseAction(page, action);
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).waitFor();
      found.push(...(await findViolations(page)).map((line) => `${action}: ${line}`));
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    }
    if (width < 800) await page.getByRole("button", { name: "Show experiments" }).click();
    await page.getByRole("button", { name: "New experiment" }).click();
    const create = page.getByRole("dialog", { name: "New experiment" });
    await create.getByRole("button", { name: "Create" }).click();
    await create.getByText("An experiment needs a name.").waitFor();
    found.push(...(await findViolations(page)).map((line) => `create: ${line}`));
    await page.keyboard.press("Escape");
    await page.goto(`${url}/#/deleted-experiments`);
    await page.getByRole("heading", { level: 1, name: "Deleted experiments" }).waitFor();
    found.push(...(await findViolations(page)).map((line) => `deleted: ${line}`));
    expect(found).toEqual([]);
    expectCalm();
  });
});
