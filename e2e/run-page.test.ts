import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { createRun, post, type RunInfo, runAddress } from "./api.ts";
import { findViolations } from "./axe.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { colorsOf, isRed } from "./colors.ts";
import { LONG, MARKUP, RTL } from "./hostile-run.ts";
import { runPython } from "./python.ts";
import { COMMIT, logStoryRuns, type StoryRuns } from "./story-runs.ts";

const url = inject("serverUrl");

let browser: Browser;
let runs: StoryRuns;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  runs = await logStoryRuns(url);
});
afterAll(() => browser.close());
afterEach(async () => {
  await watched.close();
  expectNoTrouble();
});

/** Nothing that a person does writes an error into the console or asks for something in vain. */
function expectNoTrouble(): void {
  expect(watched.troubles).toEqual([]);
}

async function open(run: RunInfo, options: Parameters<typeof openPage>[1] = {}, tab = "") {
  watched = await openPage(browser, options);
  page = watched.page;
  await page.goto(runAddress(url, run) + tab);
  await page.getByRole("heading", { level: 1 }).waitFor();
}

const startRun = (name: string) => createRun(url, runs.whole.experiment_id, name);

const setTag = (run: RunInfo, key: string, value: string) =>
  post(url, "runs/set-tag", { run_id: run.run_id, key, value });

async function readTag(run: RunInfo, key: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/api/2.0/mlflow/runs/get?run_id=${run.run_id}`);
  type Answer = { run: { data: { tags: { key: string; value: string }[] } } };
  const { data } = ((await answer.json()) as Answer).run;
  return data.tags.find((tag) => tag.key === key)?.value;
}

/** What a row of a table says, cell by cell. */
async function cellsOf(table: string, header: string): Promise<string[]> {
  const has = page.getByRole("rowheader", { name: new RegExp(`^${header}\\b`) });
  const row = page
    .getByRole("table", { name: table, exact: true })
    .getByRole("row")
    .filter({ has });
  await row.waitFor();
  return (await row.getByRole("cell").allInnerTexts()).map((text) => text.replace(/\s+/g, " "));
}

describe("what stands on top", () => {
  it("says the status, times, user, source with its commit, id, experiment and parent", async () => {
    await open(runs.whole);
    const main = page.getByRole("main");
    await main.getByText("Finished", { exact: true }).first().waitFor();
    for (const name of ["Started", "Duration", "User", "Source", "Commit", "Run ID"]) {
      await main.getByRole("term").filter({ hasText: name }).first().waitFor();
    }
    await main.getByText("ada", { exact: true }).first().waitFor();
    await main.getByText("train.py", { exact: true }).first().waitFor();
    const commit = main.getByRole("link", { name: COMMIT.slice(0, 10) });
    expect(await commit.getAttribute("href")).toBe(
      `https://github.com/ada/engine/commit/${COMMIT}`,
    );
    await main.getByText("on main").waitFor();
    await main.getByRole("button", { name: "Copy run ID" }).waitFor();
    await main.getByText(runs.whole.run_id, { exact: true }).waitFor();
    const experiment = main.getByRole("link", { name: runs.experimentName });
    expect(await experiment.getAttribute("href")).toContain(runs.whole.experiment_id);
    await main.getByRole("link", { name: "Parent run sweep" }).click();
    await page.getByRole("heading", { level: 1, name: "sweep" }).waitFor();
  });

  it("counts the duration of a running run, and shows its end at once", async () => {
    const run = await startRun("goes on");
    await open(run);
    const main = page.getByRole("main");
    await main.getByText("Running", { exact: true }).waitFor();
    const duration = main.getByRole("definition").nth(1);
    const before = await duration.innerText();
    await expect.poll(() => duration.innerText(), { timeout: 5000 }).not.toBe(before);
    const ended = { run_id: run.run_id, status: "FINISHED", end_time: Date.now() };
    await post(url, "runs/update", ended);
    await main.getByText("Finished", { exact: true }).waitFor({ timeout: 2000 });
  });
});

describe("the description", () => {
  it("is Markdown, edited with a preview, saved with Ctrl+Enter and kept", async () => {
    const run = await startRun("described");
    await open(run);
    await page.getByRole("button", { name: "Add a description" }).click();
    const field = page.getByRole("textbox", { name: "Description in Markdown" });
    await field.fill("## Aim\n\nA **bold** try");
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByRole("heading", { name: "Aim" }).waitFor();
    await field.press("Control+Enter");
    const shown = page.getByRole("group", { name: "Description" });
    await shown.getByRole("heading", { name: "Aim" }).waitFor();
    expect(await shown.getByRole("strong").innerText()).toBe("bold");
    expect(await readTag(run, "mlflow.note.content")).toBe("## Aim\n\nA **bold** try");
    // The focus is back where it came from.
    await page.keyboard.press("Enter");
    await field.waitFor();
  });

  it("is left as it was by Escape, and what was dropped can be brought back", async () => {
    const run = await startRun("undecided");
    await setTag(run, "mlflow.note.content", "as it was");
    await open(run);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const field = page.getByRole("textbox", { name: "Description in Markdown" });
    await field.fill("another");
    await field.press("Escape");
    await page.getByRole("group", { name: "Description" }).getByText("as it was").waitFor();
    await page.getByRole("button", { name: "Bring them back" }).click();
    expect(await field.inputValue()).toBe("another");
    expect(await readTag(run, "mlflow.note.content")).toBe("as it was");
  });

  it("is not written over what others wrote in the meantime, unless one says so", async () => {
    const run = await startRun("of two authors");
    await setTag(run, "mlflow.note.content", "first");
    await open(run);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const field = page.getByRole("textbox", { name: "Description in Markdown" });
    await field.fill("mine");
    await setTag(run, "mlflow.note.content", "theirs");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("alert").getByText("was changed by others").waitFor();
    await page.getByText("theirs", { exact: true }).first().waitFor();
    expect(await field.inputValue()).toBe("mine");
    expect(await readTag(run, "mlflow.note.content")).toBe("theirs");
    await page.getByRole("button", { name: "Replace their text" }).click();
    await page.getByRole("group", { name: "Description" }).getByText("mine").waitFor();
    expect(await readTag(run, "mlflow.note.content")).toBe("mine");
  });

  it("keeps the text when it could not be saved", async () => {
    const run = await startRun("unlucky");
    await open(run);
    await page.getByRole("button", { name: "Add a description" }).click();
    const field = page.getByRole("textbox", { name: "Description in Markdown" });
    await field.fill("x".repeat(8001));
    await field.press("Control+Enter");
    await page.getByRole("alert").getByText("at most 8,000 can be kept").waitFor();
    await field.fill("worth keeping");
    await page.route("**/runs/set-tag", (route) => route.abort());
    await field.press("Control+Enter");
    // Not the alert of the refusal before.
    const alert = page.getByRole("alert").filter({ hasNotText: "at most 8,000" });
    await alert.getByText("Your text is still here.").waitFor();
    expect(await field.inputValue()).toBe("worth keeping");
    await page.unroute("**/runs/set-tag");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("group", { name: "Description" }).getByText("worth keeping").waitFor();
    // The refusal that the test made itself.
    const own = /runs\/set-tag net::ERR_FAILED|console error: Failed to load resource/;
    expect(watched.troubles.splice(0).filter((trouble) => !own.test(trouble))).toEqual([]);
  });
});

describe("tags", () => {
  it("are added, changed and removed in place, and each change can be undone", async () => {
    const run = await startRun("tagged");
    await setTag(run, "team", "vision");
    await open(run);
    const undo = page.getByRole("button", { name: "Undo" });

    await page.getByRole("button", { name: "Add tag" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("stage");
    await page.getByRole("textbox", { name: "Value" }).fill("draft");
    await page.keyboard.press("Enter");
    expect(await cellsOf("Tags", "stage")).toContain("draft");
    await undo.click();
    await expect.poll(() => readTag(run, "stage")).toBeUndefined();

    await page.getByRole("button", { name: "Edit team" }).click();
    const value = page.getByRole("textbox", { name: "Value" });
    await value.fill("dropped");
    await value.press("Escape");
    expect(await cellsOf("Tags", "team")).toContain("vision");
    await page.getByRole("button", { name: "Edit team" }).click();
    await page.getByRole("textbox", { name: "Value" }).fill("speech");
    await page.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => cellsOf("Tags", "team")).toContain("speech");
    await expect
      .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe("Edit team");
    await undo.click();
    await expect.poll(() => cellsOf("Tags", "team")).toContain("vision");

    await page.getByRole("button", { name: "Remove team" }).click();
    await page.getByText("No tag was set.").waitFor();
    expect(await readTag(run, "team")).toBeUndefined();
    await undo.click();
    expect(await cellsOf("Tags", "team")).toContain("vision");
    expect(await readTag(run, "team")).toBe("vision");
  });

  it("of MLflow's clients are folded away", async () => {
    await open(runs.whole);
    const system = page.getByRole("table", { name: "System tags" });
    expect(await system.isVisible()).toBe(false);
    await page.getByText(/^Set by MLflow: \d+$/).click();
    await system.getByText("mlflow.source.name").waitFor();
  });
});

describe("params and metrics", () => {
  it("are searched by words", async () => {
    await open(runs.whole);
    await page.getByRole("searchbox", { name: "Search params" }).fill("LAYER 37");
    await page.getByText("1 of 40").waitFor();
    expect(await cellsOf("Params", "layer_37.size")).toEqual(["111"]);
    await page.getByRole("searchbox", { name: "Search params" }).fill("no such");
    await page.getByText("No param holds these words.").waitFor();
  });

  it("show the last, smallest and largest value with their steps, and which is the best", async () => {
    await open(runs.whole);
    await expect
      .poll(() => cellsOf("Metrics", "accuracy"))
      .toEqual([String(49 / 60), "49", "0 step 0", "best 0.97 step 40"]);
    const [last, , min] = await cellsOf("Metrics", "loss");
    expect([last, min]).toEqual(["0.04", "best 0.04 step 49"]);
    expect(await cellsOf("Metrics", "once")).toEqual(["0.123456789012345", "0", "", ""]);
  });

  it("show NaN and infinity in red, with the step where they began", async () => {
    await open(runs.failed);
    const metrics = page.getByRole("table", { name: "Metrics" });
    for (const text of ["NaN from step 2, 2 of 4 points", "∞ from step 1, 1 of 4 points", "NaN"]) {
      const shown = metrics.getByText(text, { exact: true });
      await shown.waitFor();
      expect((await colorsOf(shown)).some(isRed), text).toBe(true);
    }
  });

  it("follow a run that goes on within two seconds", async () => {
    const run = await startRun("live");
    const log = (value: number | string, step: number) =>
      post(url, "runs/log-metric", {
        run_id: run.run_id,
        key: "loss",
        value,
        step,
        timestamp: Date.now(),
      });
    await log(3, 0);
    await log(1, 1);
    await open(run);
    await expect
      .poll(() => cellsOf("Metrics", "loss"))
      .toEqual(["1", "1", "best 1 step 1", "3 step 0"]);
    await log(5, 2);
    await expect
      .poll(() => cellsOf("Metrics", "loss"), { timeout: 2000 })
      .toEqual(["5", "2", "best 1 step 1", "5 step 2"]);
    await log("NaN", 3);
    await page.getByText("NaN from step 3, 1 of 4 points").waitFor({ timeout: 2000 });
  });
});

describe("charts", () => {
  /** Charts are drawn where they are in sight. */
  const goToCharts = () =>
    page.getByRole("toolbar", { name: "Charts" }).evaluate((element) => element.scrollIntoView());

  it("of the model and of the machine stand apart, each with an address", async () => {
    await open(runs.whole);
    const chart = (name: string) => page.getByRole("article", { name, exact: true });
    await goToCharts();
    await chart("accuracy").waitFor();
    expect(await chart("cpu_utilization_percentage").count()).toBe(0);
    await page.getByRole("button", { name: /^System metrics/ }).click();
    await chart("system/cpu_utilization_percentage").waitFor();
    expect(await chart("accuracy").count()).toBe(0);
    expect(page.url()).toContain("metrics=system");
  });

  it("draw new points of a run that goes on within two seconds", async () => {
    const run = await startRun("drawn live");
    const log = (step: number) =>
      post(url, "runs/log-metric", {
        run_id: run.run_id,
        key: step < 10 ? "loss" : "system/power",
        value: step,
        step,
        timestamp: Date.now(),
      });
    await log(0);
    await log(1);
    await open(run);
    await goToCharts();
    const chart = page.getByRole("article", { name: "loss", exact: true });
    await chart.getByText("2 points").waitFor();
    await log(2);
    await chart.getByText("3 points").waitFor({ timeout: 2000 });
    await log(10);
    await log(11);
    await page.getByRole("button", { name: "System metrics 1" }).click({ timeout: 2000 });
    const power = page.getByRole("article", { name: "system/power", exact: true });
    await power.getByText("2 points").waitFor();
    await log(12);
    await power.getByText("3 points").waitFor({ timeout: 2000 });
  });

  it("open at the address that MLflow has for those of the machine", async () => {
    await open(runs.whole, {}, "/system-metrics");
    await goToCharts();
    await page
      .getByRole("article", { name: "system/cpu_utilization_percentage", exact: true })
      .waitFor();
  });
});

describe("how a run ended", () => {
  it("is told of a failed one: its error, its last step, where NaN and infinity began", async () => {
    await open(runs.failed);
    const banner = page.getByRole("alert").filter({ hasText: "This run failed" });
    await banner.getByText("torch.OutOfMemoryError: CUDA out of memory").first().waitFor();
    await banner.getByText("The last step logged was 3, of gradient and loss.").waitFor();
    await banner.getByText("Infinity began at step 1, in gradient.").waitFor();
    await banner.getByText("NaN began at step 2, in loss.").waitFor();
    const line = banner.getByText('File "train.py", line 12, in step');
    expect(await line.isVisible()).toBe(false);
    await banner.getByText("Details", { exact: true }).click();
    await line.waitFor();
  });

  it("is told of a killed one", async () => {
    await open(runs.killed);
    const banner = page.getByRole("status").filter({ hasText: "This run was killed" });
    await banner.getByText("The last step logged was 2, of loss.").waitFor();
    await banner.getByText(/^It ended .* after its start\.$/).waitFor();
  });

  it("is guessed of one that fell silent", async () => {
    await open(runs.silent);
    await page.getByRole("main").getByText("No signal for 4", { exact: false }).first().waitFor();
    const banner = page.getByRole("status").filter({ hasText: "still said to be running" });
    await banner.getByText("The last step logged was 19, of loss.").waitFor();
  });
});

describe("what a run used and made", () => {
  it("lists its datasets, and in a window their source, schema and profile", async () => {
    await open(runs.whole);
    expect(await cellsOf("Datasets", "digits")).toEqual([
      "a1b2c3d4",
      "training",
      "https://example.org/digits.csv",
    ]);
    await page.getByRole("button", { name: "digits", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "digits" });
    await dialog.getByRole("table", { name: "Schema" }).getByText("pixel").waitFor();
    await dialog.getByRole("table", { name: "Profile" }).getByText("1797").waitFor();
    await dialog.getByRole("link", { name: "Open https://example.org/digits.csv" }).waitFor();
    expect(await findViolations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  });

  it("lists its models with their status, step and last metrics", async () => {
    await open(runs.whole);
    const cells = await cellsOf("Logged models", "digits model");
    expect(cells.slice(0, 3)).toEqual(["Pending", "49", "model_accuracy 0.9 step 49"]);
    await page.getByRole("table", { name: "Logged models" }).getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: "digits model" }).waitFor();
    expect(page.url()).toContain(runs.modelId);
  });

  it("lists its child runs with the metrics that differ, and leads to them", async () => {
    await open(runs.whole);
    const children = page.getByRole("table", { name: "Child runs" });
    await children.getByRole("columnheader", { name: "fold_accuracy" }).waitFor();
    expect(await children.getByRole("columnheader", { name: "constant" }).count()).toBe(0);
    const cells = await cellsOf("Child runs", "fold 1");
    expect([cells[0], cells.at(-1)]).toEqual(["Failed", "0.81"]);
    await page.getByRole("link", { name: "Show 3 runs in the table" }).click();
    await page.getByRole("link", { name: "fold 2" }).waitFor();
    expect(await page.getByRole("link", { name: "out of memory" }).count()).toBe(0);
    await page.getByRole("link", { name: "fold 2" }).click();
    await page.getByRole("link", { name: "Parent run whole story" }).waitFor();
  });
});

describe("what MLflow's own client logs", () => {
  it("stands on the page: a failure's traceback, a dataset, nested runs, the description", async () => {
    const printed = await runPython(`
import json, traceback, mlflow, pandas
mlflow.set_tracking_uri("${url}")
mlflow.set_experiment(experiment_id="${runs.whole.experiment_id}")
data = pandas.DataFrame({"x": [1.5, 2.5], "label": ["a", "b"]})
try:
    with mlflow.start_run(run_name="from Python", description="Said in *Python*") as run:
        mlflow.log_input(mlflow.data.from_pandas(data, name="table", targets="label"), context="eval")
        for step in range(3):
            mlflow.log_metric("loss", float("nan") if step else 1.0, step=step)
        for index in range(2):
            with mlflow.start_run(nested=True, run_name=f"inner {index}"):
                mlflow.log_metric("score", index)
        try:
            {}["missing"]
        except Exception:
            mlflow.set_tag("mlflow-ts.error", traceback.format_exc())
            raise
except KeyError:
    pass
print(json.dumps(dict(run.info)))
`);
    await open(JSON.parse(printed.split("\n").at(-1) ?? "") as RunInfo);
    const banner = page.getByRole("alert").filter({ hasText: "This run failed" });
    await banner.getByText("KeyError: 'missing'").first().waitFor();
    await banner.getByText("NaN began at step 1, in loss.").waitFor();
    await page.getByRole("group", { name: "Description" }).getByRole("emphasis").waitFor();
    expect((await cellsOf("Datasets", "table")).slice(1, 2)).toEqual(["eval"]);
    await page.getByRole("button", { name: "table", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "table" });
    const schema = dialog.getByRole("table", { name: "Schema" });
    await schema.getByRole("row", { name: "label string" }).waitFor();
    await dialog.getByRole("table", { name: "Profile" }).getByText("num_rows").waitFor();
    await page.keyboard.press("Escape");
    expect((await cellsOf("Child runs", "inner 1")).at(-1)).toBe("1");
  });
});

it("a deleted run says so, can't be changed, and is restored with a click", async () => {
  const run = await startRun("deleted");
  await setTag(run, "team", "vision");
  await post(url, "runs/delete", { run_id: run.run_id });
  await open(run);
  await page.getByText("This run is deleted").waitFor();
  expect(await page.getByRole("button", { name: "Add tag" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Edit team" }).count()).toBe(0);
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByText("This run is deleted").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add tag" }).waitFor();
});

it("an unknown run has a page that says so", async () => {
  watched = await openPage(browser);
  page = watched.page;
  await page.goto(`${url}/#/experiments/${runs.whole.experiment_id}/runs/${"0".repeat(32)}`);
  await page.getByRole("heading", { name: `Run ${"0".repeat(32)} does not exist` }).waitFor();
  // The server's own word that it has no such run.
  const refusal = /^404: |the server responded with a status of 404/;
  expect(watched.troubles.splice(0).filter((trouble) => !refusal.test(trouble))).toEqual([]);
});

describe.each([1440, 390])("at %d pixels", (width) => {
  it("hostile errors, tags, datasets and children break no layout, and nothing runs", async () => {
    const run = await startRun(`${MARKUP} ${RTL}`);
    const child = await startRun("x".repeat(200));
    await setTag(child, "mlflow.parentRunId", run.run_id);
    await setTag(run, "mlflow-ts.error", `${MARKUP} ${LONG}\n${RTL}second ${MARKUP}`);
    await setTag(run, "mlflow.note.content", `${MARKUP}\n\n[go](javascript:alert(3)) ${LONG}`);
    await setTag(run, "mlflow.source.git.commit", `"><script>alert(4)</script>${"c".repeat(300)}`);
    await setTag(run, "mlflow.source.git.repoURL", "javascript:alert(5)//https://a.b");
    await setTag(run, "m".repeat(250), LONG);
    await post(url, "runs/log-inputs", {
      run_id: run.run_id,
      datasets: [
        {
          tags: [{ key: "mlflow.data.context", value: MARKUP }],
          dataset: {
            name: `${MARKUP}${"n".repeat(300)}`,
            digest: "d".repeat(36),
            source_type: MARKUP,
            source: JSON.stringify({ url: "javascript:alert(6)", more: LONG }),
            schema: `{"mlflow_colspec": [{"name": "${LONG}", "type": 7}, null, 3]}`,
            profile: `{"${MARKUP.replaceAll('"', "")}": {"a": null}}`,
          },
        },
      ],
    });
    for (const key of ["y".repeat(250), MARKUP.slice(0, 28).replace(/[^\w ]/g, "-")]) {
      const point = { key, timestamp: Date.now() };
      await post(url, "runs/log-metric", { ...point, run_id: run.run_id, value: "NaN", step: 0 });
      await post(url, "runs/log-metric", { ...point, run_id: child.run_id, value: 1e300, step: 3 });
    }
    const ended = { run_id: run.run_id, status: "FAILED", end_time: Date.now() };
    await post(url, "runs/update", ended);
    await open(run, { width });
    page.on("dialog", (dialog) => watched.troubles.push(`a script opened: ${dialog.message()}`));
    await page.getByRole("alert").getByText(MARKUP).first().waitFor();
    await page.getByText("Show all 6,").first().waitFor();
    await page.getByRole("table", { name: "Child runs" }).waitFor();
    expect(await page.getByRole("link", { name: "script" }).count()).toBe(0);
    await page.getByRole("table", { name: "Datasets" }).getByRole("button").first().click();
    await page.getByRole("dialog").getByRole("table", { name: "Profile" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const excess = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    expect(excess, "pixels beyond the window's width").toBeLessThanOrEqual(0);
    expect(await findViolations(page)).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "axe finds nothing to object to in %s colours",
    async (colorScheme) => {
      const violations: string[] = [];
      for (const run of [runs.whole, runs.failed, runs.silent]) {
        await open(run, { width, colorScheme });
        await page.getByText("NaN from").or(page.getByText("No signal")).first().waitFor();
        violations.push(...(await findViolations(page)));
        if (run !== runs.whole) {
          await watched.close();
          continue;
        }
        await page.getByRole("button", { name: "Edit", exact: true }).click();
        await page.getByRole("button", { name: "Edit team" }).click();
        await page.getByRole("button", { name: "Add tag" }).click();
        violations.push(...(await findViolations(page)));
        await watched.close();
      }
      expect(violations).toEqual([]);
    },
  );
});
