/** Uses the page as a person does for some minutes, and tells what memory it then has. */
import type { Browser } from "playwright-core";
import { openCold, type PageMemory, readKeptMemory, readMemory } from "./browser.ts";
import { EXPERIMENTS, POINTS_RUN } from "./seed.ts";
import { measureScroll } from "./table.ts";

const VIEWS = [
  `experiments/${EXPERIMENTS.table}`,
  `experiments/${EXPERIMENTS.many}`,
  `experiments/${EXPERIMENTS.charts}?view=charts&visible=50`,
  `experiments/${EXPERIMENTS.points}/runs/${POINTS_RUN}`,
  `experiments/${EXPERIMENTS.charts}?view=both&visible=50`,
];
const LOOK_SECONDS = 4;

/** Goes from view to view in one tab, scrolls each, and never loads the page anew. */
export async function measureUse(
  browser: Browser,
  url: string,
  minutes: number,
): Promise<{ readonly kept: PageMemory; readonly highestRssMb: number }> {
  const { context, page } = await openCold(browser);
  const until = performance.now() + minutes * 60_000;
  let highestRssMb = 0;
  await page.goto(url);
  for (let view = 0; performance.now() < until; view += 1) {
    const hash = `#/${VIEWS[view % VIEWS.length]}`;
    await page.evaluate((next) => location.assign(next), hash);
    await page.waitForTimeout(1500);
    await measureScroll(page, LOOK_SECONDS);
    await page.mouse.move(700, 450);
    highestRssMb = Math.max(highestRssMb, (await readMemory(browser, page)).rssMb);
  }
  const kept = await readKeptMemory(browser, page);
  await context.close();
  return { kept, highestRssMb };
}
