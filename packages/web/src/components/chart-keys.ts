import { type ChartLine, nearestIndex, type Range, rangeOfXs } from "./chart-line.ts";

const PAN = 0.25;
const ZOOM = 0.5;

/** The next position at which any line has a point; at first the one at the border. */
export function nextX(
  lines: readonly ChartLine[],
  zoom: Range | undefined,
  from: number | undefined,
  by: 1 | -1,
): number | undefined {
  const range = zoom ?? rangeOfXs(lines, false);
  if (range === undefined) return undefined;
  let best: number | undefined;
  for (const { xs } of lines) {
    const start = from ?? (by > 0 ? range.min : range.max);
    let index = nearestIndex(xs, start);
    const isPast = (x: number) =>
      from === undefined ? (x - start) * by >= 0 : (x - start) * by > 0;
    while (index >= 0 && index < xs.length && !isPast(xs[index] ?? NaN)) index += by;
    const x = xs[index];
    if (x === undefined || x < range.min || x > range.max) continue;
    if (best === undefined || (best - x) * by > 0) best = x;
  }
  return best ?? from;
}

/** A quarter further to one side; all that is shown stays where there is nothing beyond. */
export function panRange(
  lines: readonly ChartLine[],
  zoom: Range | undefined,
  isLog: boolean,
  by: 1 | -1,
): Range | undefined {
  const whole = rangeOfXs(lines, isLog);
  if (zoom === undefined || whole === undefined) return zoom;
  const move = (zoom.max - zoom.min) * PAN * by;
  return { min: zoom.min + move, max: zoom.max + move };
}

/** Half or twice as much, around the position that is pointed at. */
export function zoomRange(
  lines: readonly ChartLine[],
  zoom: Range | undefined,
  isLog: boolean,
  around: number | undefined,
  isCloser: boolean,
): Range | undefined {
  const whole = rangeOfXs(lines, isLog);
  const range = zoom ?? whole;
  if (range === undefined || whole === undefined || range.min === range.max) return zoom;
  if (!isCloser && zoom === undefined) return undefined;
  const middle = around ?? (range.min + range.max) / 2;
  const factor = isCloser ? ZOOM : 1 / ZOOM;
  return {
    min: middle - (middle - range.min) * factor,
    max: middle + (range.max - middle) * factor,
  };
}
