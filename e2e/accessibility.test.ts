import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runAddress } from "./api.ts";
import { findViolations } from "./axe.ts";
import { launchBrowser, openPage } from "./browser.ts";
import { logHostileRun } from "./hostile-run.ts";
import { listPages, type SamplePage } from "./pages.ts";

const url = inject("serverUrl");
const LOOKS = [
  { width: 1440, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

let browser: Browser;
let pages: SamplePage[];

beforeAll(async () => {
  browser = await launchBrowser();
  const hostile = await logHostileRun(url);
  const path = runAddress("", hostile);
  pages = [...(await listPages(url)), { name: "hostile run", path }];
});
afterAll(() => browser.close());

describe.each(LOOKS)("at $width pixels in $colorScheme colours", (look) => {
  it("axe finds nothing to object to on any page", async () => {
    const violations: string[] = [];
    for (const { name, path } of pages) {
      const { page, close } = await openPage(browser, look);
      await page.goto(url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expect.poll(() => page.getByLabel(/^Loading/).count(), { timeout: 20_000 }).toBe(0);
      violations.push(...(await findViolations(page)).map((line) => `${name}: ${line}`));
      await close();
    }
    expect(violations).toEqual([]);
  });
});
