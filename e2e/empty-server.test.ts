import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeFolder, removeFolder, type Server, startOurs } from "../conformance/servers.ts";
import { launchBrowser, openPage } from "./browser.ts";
import { runPython } from "./python.ts";

let browser: Browser;
let folder: string;
let server: Server;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await makeFolder("e2e-empty");
  server = await startOurs({ folder });
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await removeFolder(folder);
});

it("shows an empty server's lines that log a first run, and then the run, by itself", async () => {
  const { page, troubles, close } = await openPage(browser);
  await page.goto(server.url);
  await page.getByRole("heading", { name: "No runs yet" }).waitFor();
  await page.getByText("TypeScript", { exact: true }).click();
  const typescript = page.getByLabel("first run", { exact: true }).first();
  await expect.poll(() => typescript.innerText()).toContain('import * as mlflow from "mlflow-ts"');
  await page.getByText("Python", { exact: true }).click();
  await expect.poll(() => typescript.innerText()).toContain("import mlflow");
  const code = await page.getByLabel("first run", { exact: true }).first().innerText();
  expect(code).toContain(server.url);
  await runPython(code);
  const table = page.getByRole("table");
  await table.getByText("0.42").first().waitFor();
  expect(troubles).toEqual([]);
  await close();
});
