/** The table of runs: until all of it can be scrolled, and while it is. */
import type { Browser, Page } from "playwright-core";
import { go, openCold, timeUntil } from "./browser.ts";

/**
 * From the address to the last of the runs in sight: the table is scrolled to its end as soon as it
 * says how many runs there are. That run's metrics must be there too.
 */
export async function timeWholeTable(
  browser: Browser,
  address: string,
  runs: number,
  limitMs: number,
): Promise<number | undefined> {
  const { context, page } = await openCold(browser);
  await go(page, address);
  const time = await timeUntil(
    page,
    (count) => {
      const table = document.querySelector('[role="table"][aria-label="Runs"]');
      const frame = table?.parentElement;
      if (!frame || table.getAttribute("aria-rowcount") !== String(count + 1)) return false;
      const rows = [...table.querySelectorAll('[role="rowgroup"] [role="row"]')];
      // The newest run comes first, so the last one is the first that was made.
      const last = rows.find((row) => /^run-0(?!\d)/.test(row.textContent?.trim() ?? ""));
      if (last) return /0\.\d/.test(last.textContent ?? "");
      if (rows.some((row) => row.textContent?.includes(`run-${count - 1}`))) {
        frame.scrollTop = frame.scrollHeight;
      }
      return false;
    },
    runs,
    limitMs,
  );
  await context.close();
  return time;
}

/** From the address to the newest run's name, as MLflow shows its first 100. */
export async function timeFirstRun(
  browser: Browser,
  address: string,
  name: string,
  limitMs: number,
): Promise<number | undefined> {
  const { context, page } = await openCold(browser);
  await go(page, address);
  const time = await timeUntil(
    page,
    (wanted) => document.body?.textContent?.includes(wanted) ?? false,
    name,
    limitMs,
  );
  await context.close();
  return time;
}

export interface Frames {
  readonly count: number;
  readonly longestMs: number;
  /** Of all frames, in percent. */
  readonly overLimitPercent: number;
  /** Rows that could be reached at all. */
  readonly reach: number;
}

const LONG_FRAME_MS = 50;

/** Scrolls the page's tallest part for a while, and looks how far the frames are apart. */
export async function measureScroll(page: Page, seconds: number): Promise<Frames | undefined> {
  const frames = await page.evaluate(scrollTallest, seconds * 1000);
  if (frames === null) return undefined;
  const { gaps, height } = frames;
  return {
    count: gaps.length,
    longestMs: Math.max(...gaps),
    overLimitPercent: (100 * gaps.filter((gap) => gap > LONG_FRAME_MS).length) / gaps.length,
    reach: Math.round(height / 32),
  };
}

/**
 * Runs in the page: scrolls its tallest part as a wheel does, then as one who drags the bar from end
 * to end. Answers the milliseconds between frames; null where nothing can be scrolled.
 */
export async function scrollTallest(
  lengthMs: number,
): Promise<{ gaps: readonly number[]; height: number } | null> {
  const heightOf = (element: HTMLElement) => element.scrollHeight - element.clientHeight;
  let part = document.documentElement;
  for (const element of document.querySelectorAll<HTMLElement>("*")) {
    if (!/auto|scroll/.test(getComputedStyle(element).overflowY)) continue;
    if (heightOf(element) > heightOf(part)) part = element;
  }
  if (heightOf(part) <= 0) return null;
  const gaps: number[] = [];
  const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
  let last = await nextFrame();
  const start = last;
  while (last - start < lengthMs) {
    const portion = (last - start) / lengthMs;
    if (portion < 0.5) part.scrollTop += 120;
    else part.scrollTop = heightOf(part) * Math.abs(Math.sin((portion - 0.5) * 20));
    const now = await nextFrame();
    gaps.push(now - last);
    last = now;
  }
  return { gaps, height: part.scrollHeight };
}

/** How far frames are apart on a page that does nothing: what the machine itself adds. */
export function measureFrames(page: Page, seconds: number): Promise<readonly number[]> {
  return page.evaluate(async (lengthMs) => {
    const nextFrame = () => new Promise<number>((done) => requestAnimationFrame(done));
    const gaps: number[] = [];
    const start = await nextFrame();
    for (let last = start; last - start < lengthMs;) {
      const now = await nextFrame();
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  }, seconds * 1000);
}
