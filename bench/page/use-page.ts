/** Uses the page as a person does for some minutes, and tells what memory it then has. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";
import { type PageMemory, readKeptMemory, readMemory, startBrowser } from "./browser.ts";
import { EXPERIMENTS, POINTS_RUN } from "./seed.ts";
import { scrollTallest } from "./table.ts";

const VIEWS = [
  `experiments/${EXPERIMENTS.table}`,
  `experiments/${EXPERIMENTS.many}`,
  `experiments/${EXPERIMENTS.charts}?view=charts&visible=50`,
  `experiments/${EXPERIMENTS.points}/runs/${POINTS_RUN}`,
  `experiments/${EXPERIMENTS.charts}?view=both&visible=50`,
];
const LOOK_MS = 4000;

export interface MemoryAfterUse {
  readonly kept: PageMemory;
  /** With what waits for collection. */
  readonly all: PageMemory;
}

/**
 * Goes from view to view in one tab, scrolls each, and never loads the page anew. Meanwhile no
 * developer tools are connected: for them Chromium keeps up to 200 MB of what a page was sent in
 * the process that draws it.
 */
export async function measureUse(url: string, minutes: number): Promise<MemoryAfterUse> {
  const folder = mkdtempSync(join(tmpdir(), "bench-browser-"));
  const chromiumOfOwn = await startBrowser(folder);
  const visit = async <Result>(look: (page: Page) => Promise<Result>): Promise<Result> => {
    const browser = await chromium.connectOverCDP(chromiumOfOwn.address);
    try {
      const page = browser.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error("Chromium shows no page");
      return await look(page);
    } finally {
      await browser.close();
    }
  };
  try {
    const useMs = minutes * 60_000;
    await visit(async (page) => {
      await page.goto(url);
      const given = [VIEWS, useMs, LOOK_MS].map((value) => JSON.stringify(value)).join(", ");
      await page.evaluate(
        `window.use = (${goAround.toString()})(${scrollTallest.toString()}, ${given}); 0`,
      );
    });
    await sleep(useMs);
    return await visit(async (page) => {
      await page.evaluate("window.use");
      const all = await readMemory(page);
      return { all, kept: await readKeptMemory(page) };
    });
  } finally {
    await chromiumOfOwn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs in the page. */
async function goAround(
  scroll: typeof scrollTallest,
  views: readonly string[],
  useMs: number,
  lookMs: number,
): Promise<void> {
  const end = performance.now() + useMs;
  for (let view = 0; performance.now() < end; view += 1) {
    location.assign(`#/${views[view % views.length]}`);
    await new Promise((done) => setTimeout(done, 1500));
    await scroll(lookMs);
  }
}
