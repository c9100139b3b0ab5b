import type { Locator } from "playwright-core";

/** The colours of an element's text and of the icons in it. */
export function colorsOf(element: Locator): Promise<string[]> {
  return element.evaluate((target) =>
    [target, ...target.querySelectorAll("svg")].map((part) => getComputedStyle(part).color),
  );
}

function channels(color: string): readonly [number, number, number] {
  const [red = 0, green = 0, blue = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return [red, green, blue];
}

export function isGreen(color: string): boolean {
  const [red, green, blue] = channels(color);
  return green > 1.5 * red && green > 1.5 * blue;
}

export function isRed(color: string): boolean {
  const [red, green, blue] = channels(color);
  return red > 1.5 * green && red > 1.5 * blue;
}

/** How many colours the canvases in an element hold: a canvas on which nothing is drawn has one. */
export function drawnColors(chart: Locator): Promise<number> {
  return chart.evaluate((element) => {
    const colors = new Set<number>();
    for (const canvas of element.querySelectorAll("canvas")) {
      const { width, height } = canvas;
      // A copy to read from: a browser warns where the page's own canvas is read again and again.
      const context = new OffscreenCanvas(width, height).getContext("2d", {
        willReadFrequently: true,
      });
      if (context === null || width === 0 || height === 0) continue;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      for (const pixel of new Uint32Array(data.buffer)) colors.add(pixel);
    }
    return colors.size;
  });
}

/** How many pixels of an element's canvases are drawn on: thicker lines have more. */
export function drawnPixels(chart: Locator): Promise<number> {
  return chart.evaluate((element) => {
    let count = 0;
    for (const canvas of element.querySelectorAll("canvas")) {
      const { width, height } = canvas;
      const context = new OffscreenCanvas(width, height).getContext("2d", {
        willReadFrequently: true,
      });
      if (context === null || width === 0 || height === 0) continue;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      for (let at = 3; at < data.length; at += 4) if ((data[at] ?? 0) > 0) count += 1;
    }
    return count;
  });
}
