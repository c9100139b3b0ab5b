import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { searchRuns } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { colorsOf, drawnColors, isGreen, isRed } from "./colors.ts";
import { runPython } from "./python.ts";

const EXPERIMENT = "pytorch digits";

let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  watched = await openPage(browser);
  await watched.page.goto(inject("serverUrl"));
  // Other tests leave thousands of experiments, of which the list draws those in sight.
  await watched.page.getByRole("searchbox", { name: "Search experiments" }).fill(EXPERIMENT);
  await watched.page.getByRole("treeitem", { name: EXPERIMENT }).click();
});
afterEach(async () => {
  await watched.close();
  expectNoTrouble();
});

/** No page of a training writes an error into the console or asks for something in vain. */
function expectNoTrouble(): void {
  expect(watched.troubles).toEqual([]);
}

const rowOf = (name: string) =>
  watched.page.getByRole("row").filter({ has: watched.page.getByRole("link", { name }) });

/** Opens a run as a person does: by its name in the table. */
async function openRun(name: string): Promise<void> {
  await watched.page.getByRole("link", { name }).click();
  await watched.page.getByRole("heading", { name, level: 1 }).waitFor();
}

const openArtifact = async (...names: string[]) => {
  for (const name of names) {
    // A file's item says its size too.
    await watched.page.getByRole("treeitem", { name }).first().click();
  }
};

/** What a row of a table says, by the header of its row. */
async function cellsOf(table: Locator, header: string): Promise<string[]> {
  const has = table.page().getByRole("rowheader", { name: header });
  const row = table.getByRole("row").filter({ has });
  return row.getByRole("cell").allInnerTexts();
}

describe("the table of runs", () => {
  it("says of each run how it ended, with a green check or a red cross", async () => {
    const isIconOf = async (name: string, word: string, isColor: (color: string) => boolean) => {
      const status = rowOf(name).getByText(word, { exact: true });
      await status.waitFor();
      expect((await colorsOf(status)).some(isColor), `${name}: ${word}`).toBe(true);
    };
    await isIconOf("baseline", "Finished", isGreen);
    await isIconOf("adam", "Finished", isGreen);
    await isIconOf("steps far too large", "Failed", isRed);
    await rowOf("stopped politely").getByText("Killed").waitFor();
    await rowOf("vanished")
      .getByText(/Running|signal/)
      .waitFor();
  });

  it("shows start, duration, params and metrics without being asked", async () => {
    const row = rowOf("adam");
    await row.waitFor();
    for (const name of ["Started", "Duration", "Status"]) {
      await watched.page.getByRole("columnheader", { name }).waitFor();
    }
    const text = await row.innerText();
    expect(text).toMatch(/just now| ago/);
    expect(text).toMatch(/\d+(\.\d)? (ms|s|min)/);
    for (const name of ["val_accuracy", "train_loss", "lr", "optimizer"]) {
      await watched.page.getByRole("columnheader", { name }).first().waitFor();
    }
    expect(text).toContain("Adam");
    expect(text).toContain("0.003");
    await rowOf("steps far too large").getByText("NaN").first().waitFor();
  });
});

describe("a finished run's page", () => {
  it("holds its params, and its metrics with every digit", async () => {
    const { page } = watched;
    await openRun("adam");
    await page.getByText("Finished").first().waitFor();
    const params = page.getByRole("table", { name: "Params" });
    await params.waitFor();
    expect(await cellsOf(params, "optimizer")).toContain("Adam");
    expect(await cellsOf(params, "lr")).toContain("0.003");

    const [, experimentId = ""] = /experiments\/(\d+)/.exec(page.url()) ?? [];
    const [run] = await searchRuns(inject("serverUrl"), experimentId, "run_name = 'adam'");
    const logged = run?.data.metrics.find(({ key }) => key === "val_accuracy");
    const metrics = page.getByRole("table", { name: "Metrics" });
    expect(await cellsOf(metrics, "val_accuracy")).toContain(String(logged?.value));
  });

  it("draws a curve for each metric that was logged by epoch, and for no other", async () => {
    await openRun("adam");
    const chartOf = (name: string) => {
      const card = watched.page.getByRole("article", { name, exact: true });
      return card.getByRole("application");
    };
    // Training and validation of one metric share a chart.
    for (const name of ["loss", "accuracy"]) {
      const chart = chartOf(name);
      await chart.scrollIntoViewIfNeeded();
      await expect.poll(() => drawnColors(chart), { timeout: 20_000 }).toBeGreaterThan(2);
    }
    expect(await chartOf("weights").count()).toBe(0);
  });
});

describe("a run's artifacts", () => {
  it("show the figure that was logged as PNG", async () => {
    await openRun("adam");
    await openArtifact("plots", "confusion.png");
    const figure = watched.page.getByRole("img", { name: "confusion.png" });
    await figure.waitFor();
    await expect
      .poll(() => figure.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(100);
  });

  it("show the figure that was logged as HTML, in a frame of its own", async () => {
    await openRun("adam");
    await openArtifact("plots", "confusion.html");
    const element = watched.page.locator('iframe[title="confusion.html"]');
    const frame = element.contentFrame();
    await frame.getByRole("heading", { name: "Confusion" }).waitFor();
    expect(await frame.getByRole("row").count()).toBe(10);
    expect(await element.getAttribute("sandbox")).toBe("allow-scripts");
  });

  it("hold the model in a folder of its own that says how to use it, and it is so", async () => {
    const { page } = watched;
    await openRun("adam");
    await openArtifact("model");
    await page.getByRole("treeitem", { name: "MLmodel" }).waitFor();
    await page.getByRole("heading", { name: "Load this model" }).waitFor();
    const native = await page.getByLabel("mlflow.pytorch snippet", { exact: true }).innerText();
    const general = await page.getByLabel("mlflow.pyfunc snippet", { exact: true }).innerText();
    const code = [
      native,
      "native = model",
      general,
      "import numpy, torch",
      "images = numpy.random.default_rng(1).random((3, 10, 10), dtype=numpy.float32)",
      "expected = native(torch.from_numpy(images)).detach().numpy()",
      "print(numpy.allclose(expected, model.predict(images), atol=1e-5), expected.shape)",
    ];
    // The snippets print what the models answer to their example.
    expect((await runPython(code.join("\n"))).split("\n").at(-1)).toBe("True (3, 10)");
  });
});

describe("a run that did not finish", () => {
  it("says on top that it failed, where it got to, and shows NaN in red", async () => {
    const { page } = watched;
    await openRun("steps far too large");
    const banner = page.getByRole("alert").filter({ hasText: "This run failed" });
    await banner.waitFor();
    const said = await banner.innerText();
    expect(said).toMatch(/RuntimeError: The loss is nan in epoch \d+/);
    expect(said).toMatch(/The last step logged was 0, of .*(train|val)_\w+/);
    await banner.getByText(/NaN began at step 0, in .*(train|val)_\w+/).waitFor();
    const metrics = page.getByRole("table", { name: "Metrics" });
    const value = metrics.getByText("NaN").first();
    expect((await colorsOf(value)).some(isRed)).toBe(true);
  });

  it("says that it was killed", async () => {
    await openRun("stopped politely");
    await watched.page.getByText("This run was killed").waitFor();
    await watched.page.getByText("Killed", { exact: true }).first().waitFor();
  });

  it("counts on when nobody could end it", async () => {
    await openRun("vanished");
    await watched.page
      .getByText(/^Running|signal/)
      .first()
      .waitFor();
  });
});
