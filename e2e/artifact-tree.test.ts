import { readFile } from "node:fs/promises";
import type { Browser, Download } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, it } from "vitest";
import { createExperiment, createRun, runAddress, type RunInfo, uploadArtifact } from "./api.ts";
import { launchBrowser, openPage, type WatchedPage } from "./browser.ts";
import { runPython } from "./python.ts";

const url = inject("serverUrl");
const FILES = {
  "notes.txt": "by hand\n",
  "plots/a.txt": "a",
  "plots/deep/ü & 日本.txt": "deep down\n".repeat(1000),
};

let browser: Browser;
let run: RunInfo;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  run = await createRun(url, await createExperiment(url, "artifact trees"), "with a tree");
  for (const [path, content] of Object.entries(FILES)) {
    await uploadArtifact(url, run, path, content);
  }
});
afterAll(() => browser.close());
afterEach(async () => {
  await watched.close();
  expectNoTrouble();
});

function expectNoTrouble(): void {
  expect(watched.troubles).toEqual([]);
}

async function open(artifact = "") {
  watched = await openPage(browser);
  const { page, context } = watched;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(runAddress(url, run) + (artifact && `?artifact=${encodeURIComponent(artifact)}`));
  await page.getByRole("tree", { name: "Artifacts" }).waitFor();
  return page;
}

/** What a download holds, by the names of the files in it. */
async function unzip(download: Download): Promise<unknown> {
  const path = await download.path();
  const listed = await runPython(
    `import json, zipfile\nwith zipfile.ZipFile(${JSON.stringify(path)}) as archive:\n` +
      "    print(json.dumps({name: archive.read(name).decode() for name in archive.namelist()}))",
  );
  return JSON.parse(listed);
}

it("opens folders and shows files by the keyboard alone", async () => {
  const page = await open();
  const focused = () => page.locator(":focus").innerText();
  await page.getByRole("treeitem", { name: "plots" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("treeitem", { name: "deep" }).waitFor();
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toBe("deep");
  await page.keyboard.press("Enter");
  await page.getByRole("treeitem", { name: /ü & 日本/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const preview = page.getByRole("region", { name: "Preview of ü & 日本.txt" });
  await preview.getByText("deep down").first().waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  expect(await page.getByRole("treeitem", { name: /ü & 日本/ }).count()).toBe(0);
  await page.keyboard.press("End");
  expect(await focused()).toMatch(/^notes.txt/);
  await page.keyboard.press("Home");
  expect(await focused()).toBe("plots");
});

it("says the size of a file, and copies its path", async () => {
  const page = await open("plots/deep/ü & 日本.txt");
  const preview = page.getByRole("region", { name: "Preview of ü & 日本.txt" });
  await preview.getByText("10.0 kB").waitFor();
  await preview.getByRole("button", { name: "Copy path" }).click();
  await preview.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe("plots/deep/ü & 日本.txt");
});

it("downloads a file, byte by byte", async () => {
  const page = await open("plots/deep/ü & 日本.txt");
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download", exact: true }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("ü & 日本.txt");
  const content = await readFile(await download.path(), "utf8");
  expect(content).toBe(FILES["plots/deep/ü & 日本.txt"]);
});

it("downloads a folder as an archive of all that is in it", async () => {
  const page = await open("plots");
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download folder" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("plots.zip");
  expect(await unzip(download)).toEqual({
    "plots/a.txt": "a",
    "plots/deep/ü & 日本.txt": FILES["plots/deep/ü & 日本.txt"],
  });
});

it("shows the first of very many files, and the others on demand", async () => {
  const many = await createRun(url, run.experiment_id, "with many files");
  const names = Array.from({ length: 701 }, (_, index) => `many/step-${index}.txt`);
  for (let at = 0; at < names.length; at += 50) {
    const batch = names.slice(at, at + 50);
    await Promise.all(batch.map((name) => uploadArtifact(url, many, name, "x")));
  }
  watched = await openPage(browser);
  const { page } = watched;
  await page.goto(`${runAddress(url, many)}?artifact=many/step-3.txt`);
  const items = page.getByRole("tree", { name: "Artifacts" }).getByRole("treeitem");
  await page.getByRole("treeitem", { name: "Show more, 401 are left" }).click();
  await page.getByRole("treeitem", { name: "Show more, 101 are left" }).press("Enter");
  await page.getByRole("treeitem", { name: "step-700.txt" }).waitFor();
  expect(await page.locator(":focus").innerText()).toMatch(/^step-600.txt/);
  expect(await items.count()).toBe(702);
});
