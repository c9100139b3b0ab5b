/** A chart of very many points: drawn, zoomed, and whether what stands out is to be seen. */
import type { Page } from "playwright-core";
import { go, timeUntil } from "./browser.ts";
import { listSpikes, POINTS_KEY, type Sizes } from "./seed.ts";

const LIMIT_MS = 60_000;

/** From the address to a line on the canvas. */
export async function timeDrawn(page: Page, address: string): Promise<number | undefined> {
  await go(page, address);
  return timeUntil(
    page,
    (key) => {
      const card = document.querySelector(`article[aria-label="${key}"]`);
      const canvas = card?.querySelector("canvas");
      if (!canvas || !/points/.test(card?.textContent ?? "")) return false;
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
      if (!copy || canvas.width === 0) return false;
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let inked = 0;
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
        // Lines have colours; the axes and the grid are grey.
        if (alpha > 150 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) inked += 1;
      }
      return inked > 500;
    },
    POINTS_KEY,
    LIMIT_MS,
  );
}

/** From a press of + on the chart to finer points on it. */
export async function timeZoomed(page: Page): Promise<number | undefined> {
  const chart = page
    .getByRole("article", { name: POINTS_KEY, exact: true })
    .getByRole("application");
  await chart.focus();
  await page.evaluate(() => {
    const mark = (event: KeyboardEvent) => {
      if (event.key === "+") performance.mark("bench-zoom");
    };
    addEventListener("keydown", mark, { capture: true, once: true });
  });
  await page.keyboard.press("+");
  const end = await timeUntil(
    page,
    (key) => {
      const card = document.querySelector(`article[aria-label="${key}"]`);
      return / of [\d,]+ points/.test(card?.textContent ?? "");
    },
    POINTS_KEY,
    LIMIT_MS * 10,
  );
  const start = await page.evaluate(() => performance.getEntriesByName("bench-zoom")[0]?.startTime);
  return end === undefined || start === undefined ? undefined : end - start;
}

/**
 * How many of the planted spikes are drawn: there is ink high above all else where each one
 * stands, and none beside it.
 */
export async function countSpikes(page: Page, sizes: Sizes): Promise<number> {
  const places = listSpikes(sizes).map(({ step }) => step / (sizes.points - 1));
  return page.evaluate(
    ({ key, wanted }) => {
      const card = document.querySelector(`article[aria-label="${key}"]`);
      const canvas = card?.querySelector("canvas");
      const plot = card?.querySelector(".u-over");
      const copy = canvas && new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
      if (!canvas || !plot || !copy) return 0;
      copy.drawImage(canvas, 0, 0);
      const [whole, inner] = [canvas.getBoundingClientRect(), plot.getBoundingClientRect()];
      const scale = canvas.width / whole.width;
      const left = inner.left - whole.left;
      const top = inner.top - whole.top;
      // The spikes are five times as high as the rest; half of the height is only theirs.
      const isInked = (portion: number) => {
        const x = Math.round((left + portion * inner.width - 3) * scale);
        const height = Math.round((inner.height / 2) * scale);
        const { data } = copy.getImageData(x, Math.round(top * scale), 6 * scale, height);
        for (let at = 0; at < data.length; at += 4) {
          const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
          if (alpha > 100 && Math.max(red, green, blue) - Math.min(red, green, blue) > 60) {
            return true;
          }
        }
        return false;
      };
      return wanted.filter((place) => isInked(place) && !isInked(place - 0.05)).length;
    },
    { key: POINTS_KEY, wanted: places },
  );
}
