import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { findViolations } from "./axe.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { fileAddress, logFiles, type LoggedFiles } from "./log-files.ts";
import { recordFilm } from "./record-film.ts";

const url = inject("serverUrl");

let browser: Browser;
let files: LoggedFiles;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  files = await logFiles(url);
});
afterAll(() => browser.close());
afterEach(async () => {
  await watched.close();
  expectNoTrouble();
});

/** No file writes an error into the console or makes the page ask for something in vain. */
function expectNoTrouble(): void {
  expect(watched.troubles).toEqual([]);
}

/** Opens a run with a file selected; answers where the file is shown. */
async function open(path: string): Promise<{ page: Page; preview: Locator }> {
  watched = await openPage(browser);
  const { page } = watched;
  await page.goto(fileAddress(url, files, path));
  const name = path.split("/").at(-1) ?? "";
  const preview = page.getByRole("region", { name: `Preview of ${name}` });
  await preview.waitFor();
  return { page, preview };
}

const rowTexts = async (table: Locator, index: number): Promise<string[]> =>
  table
    .locator(`[aria-rowindex="${index + 2}"]`)
    .getByRole("cell")
    .allInnerTexts();

describe("texts", () => {
  it("are shown with the colours of their language", async () => {
    const { preview } = await open("train.py");
    const text = preview.getByLabel("Text of train.py");
    expect(await text.innerText()).toBe("import mlflow\n\nprint('a')  # says a");
    const colorOf = (part: string) =>
      text.getByText(part, { exact: true }).evaluate((element) => getComputedStyle(element).color);
    await text.getByText("import", { exact: true }).waitFor();
    expect(await colorOf("import")).not.toBe(await colorOf("# says a"));
  });

  it("show their beginning when they are long, and more on demand", async () => {
    const { preview } = await open("log.txt");
    const text = preview.getByLabel("Text of log.txt");
    await text.getByText("epoch 0 of many").waitFor();
    await preview.getByText(/^The first 524 kB of 1\.\d MB are shown/).waitFor();
    expect(await text.innerText()).not.toContain("epoch 59999 of many");
    await preview.getByRole("button", { name: "Show more" }).click();
    await text.getByText("epoch 59999 of many").waitFor();
    expect(await preview.getByText("are shown").count()).toBe(0);
  });

  it("in Markdown are shown as they are meant, with the picture beside them", async () => {
    const { preview } = await open("README.md");
    await preview.getByRole("heading", { name: "About" }).waitFor();
    await preview.getByRole("cell", { name: "0.25" }).waitFor();
    expect(await preview.getByRole("checkbox", { name: "Done" }).isChecked()).toBe(true);
    const link = preview.getByRole("link", { name: "a link" });
    expect(await link.getAttribute("rel")).toContain("noopener");
    const width = () =>
      preview
        .getByRole("img", { name: "the figure" })
        .evaluate((image: HTMLImageElement) => image.naturalWidth);
    await expect.poll(width).toBeGreaterThan(100);
    await preview.getByRole("button", { name: "Text" }).click();
    await preview.getByLabel("Text of README.md").getByText("Some **bold** text").waitFor();
  });
});

describe("JSON", () => {
  it("is a tree that opens by keyboard, with every digit and Python's NaN", async () => {
    const { page, preview } = await open("config.json");
    const itemOf = (name: string) => preview.getByRole("treeitem", { name, exact: true });
    await itemOf("big: 9007199254740993").waitFor();
    await itemOf("nan: NaN").waitFor();
    await preview.getByRole("treeitem").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await itemOf("0 … 99").waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await itemOf("99: {1 key}").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    expect(await itemOf("0 … 99").count()).toBe(0);
  });

  it("of megabytes opens in ranges", async () => {
    const { preview } = await open("large.json");
    await preview.getByRole("treeitem", { name: "records: [100000 items]" }).click();
    await preview.getByRole("treeitem", { name: "90000 … 99999", exact: true }).click();
    await preview.getByRole("treeitem", { name: "99900 … 99999", exact: true }).click();
    await preview.getByRole("treeitem", { name: "99999: {2 keys}" }).click();
    await preview.getByRole("treeitem", { name: "row: 99999", exact: true }).waitFor();
  });

  it("that log_table wrote is a table", async () => {
    const { preview } = await open("eval/answers.json");
    const table = preview.getByRole("table", { name: "Table of answers.json" });
    await table.getByRole("columnheader", { name: "question" }).waitFor();
    expect(await rowTexts(table, 0)).toEqual(["why?", "because", "0.5"]);
    await preview.getByRole("button", { name: "Tree" }).click();
    await preview.getByRole("treeitem", { name: /^columns:/ }).waitFor();
  });

  it("with a value on each line is a table too", async () => {
    const { preview } = await open("epochs.jsonl");
    const table = preview.getByRole("table", { name: "Table of epochs.jsonl" });
    await expect.poll(() => rowTexts(table, 8)).toEqual(["8"]);
  });
});

describe("tables", () => {
  it("of comma-separated values are sorted by any column", async () => {
    const { preview } = await open("data.csv");
    const table = preview.getByRole("table", { name: "Table of data.csv" });
    await preview.getByRole("button", { name: "Show more" }).click();
    await preview.getByText("5,000 rows").waitFor();
    const score = table.getByRole("columnheader", { name: "score" });
    await score.getByRole("button").click();
    expect(await score.getAttribute("aria-sort")).toBe("ascending");
    await expect.poll(async () => (await rowTexts(table, 0))[1]).toBe("0.0");
    await score.getByRole("button").click();
    await expect.poll(async () => (await rowTexts(table, 0))[1]).toBe("624.875");
  });

  it("hold all rows, of which those in sight are drawn, and the whole of a long cell", async () => {
    const { page, preview } = await open("data.csv");
    await preview.getByRole("button", { name: "Show more" }).click();
    await preview.getByText("5,000 rows").waitFor();
    const table = preview.getByRole("table", { name: "Table of data.csv" });
    await preview.getByRole("region", { name: "Table of data.csv" }).evaluate((frame) => {
      frame.scrollTop = frame.scrollHeight;
    });
    await table.getByRole("cell", { name: "row 4999" }).waitFor();
    expect(await table.getByRole("row").count()).toBeLessThan(80);
    await table
      .getByRole("button", { name: /^words and more/ })
      .last()
      .click();
    const whole = page.getByRole("dialog");
    expect(await whole.innerText()).toContain("words and more words ".repeat(12).trim());
  });

  it("of tabs are read by their own mark", async () => {
    const { preview } = await open("data.tsv");
    const table = preview.getByRole("table", { name: "Table of data.tsv" });
    await expect.poll(async () => (await rowTexts(table, 2))[0]).toBe("2");
  });

  it("with thousands of columns draw those in sight", async () => {
    const { preview } = await open("wide.csv");
    const table = preview.getByRole("table", { name: "Table of wide.csv" });
    await table.getByRole("columnheader", { name: "c0" }).waitFor();
    expect(await table.getByRole("columnheader").count()).toBeLessThan(60);
    await preview.getByRole("region", { name: "Table of wide.csv" }).evaluate((frame) => {
      frame.scrollLeft = frame.scrollWidth;
    });
    await table.getByRole("columnheader", { name: "c4999" }).waitFor();
  });

  it("in Parquet are read with every compression", async () => {
    for (const name of ["data", "gzip", "zstd", "brotli"]) {
      await watched?.close();
      const { preview } = await open(`${name}.parquet`);
      const table = preview.getByRole("table", { name: `Table of ${name}.parquet` });
      await expect.poll(async () => (await rowTexts(table, 3))[2], { message: name }).toBe("row 3");
    }
  });

  it("in Parquet load only what is in sight", async () => {
    watched = await openPage(browser);
    const { page } = watched;
    let loaded = 0;
    page.on("response", (response) => {
      if (!response.url().includes("large.parquet")) return;
      expect(response.status()).toBe(206);
      loaded += Number(response.headers()["content-length"]);
    });
    await page.goto(fileAddress(url, files, "large.parquet"));
    const frame = page.getByRole("region", { name: "Table of large.parquet" });
    await page.getByText("100,000 rows, 11 columns").waitFor();
    await expect.poll(async () => (await rowTexts(frame, 7))[0]).toMatch(/^-?\d/);
    await frame.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await frame.getByRole("rowheader", { name: "100000" }).waitFor();
    await frame.evaluate((element) => {
      element.scrollLeft = element.scrollWidth;
    });
    await frame.getByRole("cell", { name: "99999" }).waitFor();
    const size = 9_500_000;
    expect(loaded).toBeGreaterThan(10_000);
    expect(loaded).toBeLessThan(size / 4);
  });

  it("of NumPy show the numbers of an array, and what an archive of them holds", async () => {
    const { preview } = await open("array.npy");
    await preview.getByText("NumPy array of <f4, shape (3, 4)").waitFor();
    const table = preview.getByRole("table", { name: "Table of array.npy" });
    expect(await rowTexts(table, 2)).toEqual(["8", "9", "10", "11"]);
    await watched.close();
    const { preview: archive } = await open("arrays.npz");
    await archive.getByRole("cell", { name: "second.npy" }).waitFor();
  });
});

describe("notebooks", () => {
  it("show their cells with what came of them", async () => {
    const { preview } = await open("study.ipynb");
    await preview.getByRole("heading", { name: "Study" }).waitFor();
    await preview.getByText("In [2]").waitFor();
    await preview.getByLabel("cell 1", { exact: true }).getByText("frame.head()").waitFor();
    expect(await preview.getByLabel("Output").first().innerText()).toBe("read 2 rows");
    const table = preview.locator('iframe[title="HTML output"]');
    await table.contentFrame().getByRole("cell", { name: "0.25" }).waitFor();
    expect(await table.getAttribute("sandbox")).toBe("");
    await preview.getByRole("img", { name: "Output" }).waitFor();
    await preview.getByText("ZeroDivisionError: no").waitFor();
  });
});

describe("maps", () => {
  it("are drawn from GeoJSON, with the properties of what is chosen", async () => {
    const { preview } = await open("zones.geojson");
    await preview.getByText("3 features").waitFor();
    const map = preview.getByRole("application", { name: /^Map of zones.geojson/ });
    const before = await map.getAttribute("viewBox");
    await preview.getByRole("button", { name: "Zoom in" }).click();
    expect(await map.getAttribute("viewBox")).not.toBe(before);
    await map.press("0");
    expect(await map.getAttribute("viewBox")).toBe(before);
    await preview.getByRole("button", { name: "Next" }).click();
    const properties = preview.getByRole("table", { name: "Properties of feature 1" });
    await properties.getByText("Berlin").waitFor();
    await properties.getByText("3600000").waitFor();
    await preview.getByRole("button", { name: "Next" }).click();
    await preview.getByText("Feature 2 of 3").waitFor();
  });
});

describe("films, sound and pages", () => {
  it("show a PDF in the browser's own viewer, under a policy of its own", async () => {
    const { page } = await open("figure.pdf");
    const frame = page.locator('iframe[title="figure.pdf"]');
    await frame.waitFor();
    expect(await page.evaluate(() => navigator.pdfViewerEnabled)).toBe(true);
    const answer = await fetch((await frame.getAttribute("src")) ?? "");
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("play sound, from any place in it", async () => {
    const { preview } = await open("tone.wav");
    await expectToPlay(preview.getByLabel("tone.wav"), 10);
  });

  it("play films", async () => {
    await recordFilm(browser, url, files, "film.webm");
    const { preview } = await open("film.webm");
    await expectToPlay(preview.getByLabel("film.webm"), 1);
  });
});

async function expectToPlay(player: Locator, atLeastSeconds: number): Promise<void> {
  await player.waitFor();
  await player.evaluate(async (media: HTMLMediaElement) => {
    media.muted = true;
    await media.play();
  });
  const time = () => player.evaluate((media: HTMLMediaElement) => media.currentTime);
  await expect.poll(time).toBeGreaterThan(0.1);
  const duration = () => player.evaluate((media: HTMLMediaElement) => media.duration);
  if (Number.isFinite(await duration()))
    expect(await duration()).toBeGreaterThanOrEqual(atLeastSeconds);
}

const LOOKS = [
  { width: 1440, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

describe.each(LOOKS)("at $width pixels in $colorScheme colours", (look) => {
  it("axe finds nothing to object to in any preview", async () => {
    const violations: string[] = [];
    const names = ["train.py", "README.md", "config.json", "data.csv", "large.parquet"];
    names.push("study.ipynb", "zones.geojson", "tone.wav", "arrays.npz", "cut.parquet", "log.txt");
    watched = await openPage(browser, look);
    const { page } = watched;
    for (const name of names) {
      await page.goto(fileAddress(url, files, name));
      await page.getByRole("region", { name: `Preview of ${name}` }).waitFor();
      await expect.poll(() => page.getByLabel(/^Loading/).count(), { timeout: 20_000 }).toBe(0);
      violations.push(...(await findViolations(page)).map((line) => `${name}: ${line}`));
    }
    expect(violations).toEqual([]);
  });
});
