import type { Browser, Locator, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { fileAddress, logFiles, type LoggedFiles } from "./log-files.ts";

const url = inject("serverUrl");
/**
 * What a frame without rights says of the scripts and pictures that it was given. Chromium, busy,
 * looks ahead for what to load, and then what the policy refuses is a request that failed.
 */
const REFUSALS = /Blocked script execution|Content Security Policy|^failed: \S+ csp$/;

let browser: Browser;
let files: LoggedFiles;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  files = await logFiles(url);
});
afterAll(() => browser.close());
afterEach(async () => {
  await expectNothingRan();
  await watched.close();
});

async function expectNothingRan(): Promise<void> {
  const ran = await watched.page.evaluate(() => "ran" in window);
  expect(ran, "a file's script ran").toBe(false);
}

/** Nothing was asked for by a file, and no error was written into the console. */
function expectNoTrouble(): void {
  expect(watched.troubles).toEqual([]);
}

/** Opens a run with a file selected; answers where the file is shown. */
async function open(path: string): Promise<Locator> {
  watched = await openPage(browser);
  const { page, troubles } = watched;
  const asked = (request: Request) => `asked for by a file: ${request.url()}`;
  page.on("request", (request) => {
    if (request.url().endsWith("/ran")) troubles.push(asked(request));
  });
  page.on("requestfailed", (request) => {
    const place = troubles.indexOf(asked(request));
    if (request.failure()?.errorText === "csp" && place >= 0) troubles.splice(place, 1);
  });
  await page.goto(fileAddress(url, files, path));
  const preview = page.getByRole("region", { name: `Preview of ${path}` });
  await preview.waitFor();
  return preview;
}

describe("what is in a file is shown and never run", () => {
  afterEach(expectNoTrouble);

  it("in a table's cells and header", async () => {
    for (const name of ["data.tsv", "data.parquet"]) {
      await watched?.close();
      const preview = await open(name);
      const cell = preview.getByRole("cell", { name: /^<img src=\/ran/ }).first();
      await cell.waitFor();
      await preview.getByRole("columnheader", { name: /^<img src=\/ran/ }).waitFor();
      await cell.getByRole("button").click();
      await watched.page.getByRole("dialog").getByText("<script>").first().waitFor();
    }
  });

  it("in the names and values of JSON", async () => {
    const preview = await open("config.json");
    await preview.getByRole("treeitem", { name: /^<img src=\/ran.*<script>/ }).waitFor();
  });

  it("in Markdown, where a script's link leads nowhere", async () => {
    const preview = await open("README.md");
    await preview.getByText("<script>").first().waitFor();
    expect(await preview.getByRole("link", { name: "run" }).count()).toBe(0);
  });

  it("in the properties of a map", async () => {
    const preview = await open("zones.geojson");
    await preview.getByRole("button", { name: "Previous" }).click();
    await preview.getByRole("rowheader", { name: /^<img src=\/ran/ }).waitFor();
  });

  it("in a drawing", async () => {
    const preview = await open("hostile.svg");
    await preview.getByRole("img", { name: "hostile.svg" }).waitFor();
    await preview.getByText(/\d+ × \d+ pixels/).waitFor();
  });
});

it("refuses what a notebook's HTML would run and load", async () => {
  const preview = await open("hostile.ipynb");
  await preview.getByText("<script>").first().waitFor();
  const frame = preview.locator('iframe[title="HTML output"]').contentFrame();
  await frame.getByText("framed").waitFor();
  const rest = () => watched.troubles.filter((trouble) => !REFUSALS.test(trouble));
  await expect.poll(rest).toEqual([]);
});

describe("a file that is not what it is called says so, and shows what it holds", () => {
  afterEach(expectNoTrouble);

  it.each([
    ["wrong.json", "JSON", /Unexpected token/, "<img"],
    ["wrong.png", "an image", /damaged/, "<img"],
    ["wrong.ipynb", "a notebook", /Unexpected token/, "<img"],
    ["wrong.wav", "sound", /damaged/, "<img"],
    ["wrong.npy", "a NumPy array", /does not begin/, "<img"],
    ["wrong.geojson", "GeoJSON", /no place/, "Feature"],
    ["wrong.csv", "a table", /no text/, "not text"],
    ["cut.parquet", "Parquet", /footer/, "Download it"],
    ["damaged.parquet", "Parquet", /./, "Download it"],
  ])("%s", async (name, what, reason, content) => {
    const preview = await open(name);
    const notice = preview.getByRole("status").filter({ hasText: `can't be read as ${what}` });
    await notice.getByText(reason).first().waitFor();
    await preview.getByText(content).first().waitFor();
    await preview.getByRole("link", { name: "Download" }).waitFor();
  });

  it("also a table whose last quote never ends", async () => {
    const preview = await open("open.csv");
    await preview.getByText("The quote that begins in line 3 never ends.").waitFor();
    await preview.getByText("2 rows").waitFor();
  });
});

it("says of an empty file that it is empty, whatever its kind", async () => {
  for (const kind of [
    "txt",
    "json",
    "csv",
    "parquet",
    "png",
    "npy",
    "zip",
    "pdf",
    "wav",
    "ipynb",
  ]) {
    await watched?.close();
    const preview = await open(`empty.${kind}`);
    await preview.getByText("This file is empty.").waitFor();
    expect(watched.troubles, kind).toEqual([]);
  }
});

it("opens JSON of 100,000 levels one by one", async () => {
  const preview = await open("deep.json");
  const items = preview.getByRole("treeitem");
  await items.first().waitFor();
  const before = await items.count();
  await items.last().click();
  await expect.poll(() => items.count()).toBe(before + 1);
  expect(watched.troubles).toEqual([]);
});

it("says what a file is that has no preview, with a warning where loading it runs code", async () => {
  const preview = await open("weights.pkl");
  await preview.getByText("A pickled Python object.").waitFor();
  await preview.getByText("load only what you trust").waitFor();
  await preview.getByText("It has 3.0 kB.").waitFor();
  expect(watched.troubles).toEqual([]);
});
