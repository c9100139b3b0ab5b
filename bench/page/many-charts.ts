/** A hundred charts of fifty runs: until those in sight are drawn and the page answers. */
import type { Browser } from "playwright-core";
import { go, openCold, timeUntil } from "./browser.ts";

const LIMIT_MS = 90_000;

export async function timeCharts(
  browser: Browser,
  address: string,
  kind: "ours" | "mlflow",
): Promise<number | undefined> {
  const { context, page } = await openCold(browser);
  await go(page, address);
  const time = await timeUntil(
    page,
    (selectors) => {
      const isInSight = (element: Element) => {
        const { top, bottom, width } = element.getBoundingClientRect();
        return width > 0 && bottom > 0 && top < innerHeight;
      };
      const cards = [...document.querySelectorAll(selectors.card)].filter(isInSight);
      return (
        cards.length > 3 &&
        cards.every((card) => card.querySelectorAll(selectors.drawn).length > 0) &&
        !document.querySelector('[aria-busy="true"]')
      );
    },
    {
      ours: { card: "article", drawn: "canvas" },
      mlflow: { card: ".js-plotly-plot", drawn: ".scatterlayer .js-line, .barlayer .point" },
    }[kind],
    LIMIT_MS,
  );
  // Interactive means that the next input is not kept waiting by what goes on behind.
  const waited = await page.evaluate(async () => {
    const from = performance.now();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - from;
  });
  await context.close();
  return time === undefined ? undefined : time + waited;
}
