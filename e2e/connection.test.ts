import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeFolder, removeFolder, startOurs } from "../conformance/servers.ts";
import { createExperiment, createRun } from "./api.ts";
import { launchBrowser, openPage } from "./browser.ts";

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser();
  folder = await makeFolder("e2e-connection");
});
afterAll(async () => {
  await browser.close();
  await removeFolder(folder);
});

it("says that the server is lost, keeps what it shows, and recovers by itself", async () => {
  let server = await startOurs({ folder });
  const { page, close } = await openPage(browser);
  try {
    const { url } = server;
    const experimentId = await createExperiment(url, "long training");
    await createRun(url, experimentId, "before");
    await page.goto(`${url}/#/experiments/${experimentId}`);
    await page.getByRole("link", { name: "before" }).waitFor();

    await server.stop();
    const lost = page.getByRole("status").filter({ hasText: "No connection" });
    await lost.waitFor();
    expect(await page.getByRole("link", { name: "before" }).isVisible()).toBe(true);

    server = await startOurs({ folder, port: Number(new URL(url).port) });
    await createRun(url, experimentId, "after");
    await page.getByRole("link", { name: "after" }).waitFor();
    await lost.waitFor({ state: "hidden" });
  } finally {
    await close();
    await server.stop();
  }
});

it("loads itself anew where one is, once another version of the server has replaced its parts", async () => {
  const server = await startOurs({ folder });
  const { page, close } = await openPage(browser);
  try {
    const { url } = server;
    const experimentId = await createExperiment(url, "upgraded");
    await createRun(url, experimentId, "kept open");
    await page.goto(`${url}/#/experiments/${experimentId}`);
    const link = page.getByRole("link", { name: "kept open" });
    await link.waitFor();
    let loads = 0;
    page.on("load", () => (loads += 1));
    // As for a page of an older version; the one that it then loads asks for parts that are there.
    await page.route(/\/assets\/run-route-.*\.js$/, (route) =>
      loads === 0 ? route.fulfill({ status: 404 }) : route.continue(),
    );
    await link.click();
    await page.getByRole("heading", { name: "kept open" }).waitFor();
    expect(loads).toBe(1);
  } finally {
    await close();
    await server.stop();
  }
});
