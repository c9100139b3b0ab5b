/**
 * `npm run screenshots`: trains the PyTorch example against a fresh server and takes a picture of
 * each page into docs/screenshots/, at 1440 and 390 pixels, in light and dark colours.
 *
 *   --out <folder>   writes them elsewhere
 *   --only <text>    only the pages whose name contains this
 */
import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs, promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { makeFolder, PYTHON3, removeFolder, startOurs } from "../conformance/servers.ts";
import { launchBrowser, openPage } from "./browser.ts";
import { listPages } from "./pages.ts";

const { values: flags } = parseArgs({
  options: {
    out: { type: "string", default: resolve(import.meta.dirname, "../docs/screenshots") },
    only: { type: "string", default: "" },
  },
});
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];
const COLOR_SCHEMES = ["light", "dark"] as const;
/** Charts draw once they are in sight, a moment after the page has nothing more to load. */
const DRAWING_MS = 700;

async function main(): Promise<void> {
  const folder = await makeFolder("screenshots");
  const server = await startOurs({ folder });
  const browser = await launchBrowser();
  try {
    const args = ["examples/pytorch/train.py", "--tracking-uri", server.url];
    await promisify(execFile)(PYTHON3, args, { cwd: resolve(import.meta.dirname, "..") });
    await takeAll(browser, server.url);
  } finally {
    await browser.close();
    await server.stop();
    await removeFolder(folder);
  }
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  mkdirSync(flags.out, { recursive: true });
  for (const { name, path } of await listPages(url)) {
    if (!name.includes(flags.only)) continue;
    for (const size of SIZES) {
      for (const colorScheme of COLOR_SCHEMES) {
        const { page, close } = await openPage(browser, { ...size, colorScheme });
        await page.goto(url + path);
        await waitUntilDrawn(page);
        const file = `${name.replaceAll(" ", "-").toLowerCase()}-${size.width}-${colorScheme}.png`;
        await page.screenshot({ path: join(flags.out, file) });
        await close();
      }
    }
  }
}

async function waitUntilDrawn(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  while ((await page.getByLabel(/^Loading/).count()) > 0) await sleep(50);
  await sleep(DRAWING_MS);
}

await main();
