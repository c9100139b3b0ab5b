import { type ChartLine, nearestIndex } from "../../components/chart-line.ts";
import { formatExact, formatShort } from "../../format/metric-value.ts";
import { formatDuration, formatExactTime } from "../../format/time.ts";
import type { XAxis } from "./chart-search.ts";

/** What one line says at a position. */
export interface PointedValue {
  readonly id: string;
  readonly ownerId: string | undefined;
  readonly name: string;
  readonly color: string;
  /** Of the point itself, which may lie beside the pointer. */
  readonly x: number;
  readonly value: number;
  /** Before smoothing. */
  readonly raw: number | undefined;
  readonly spread: readonly [low: number, high: number] | undefined;
}

/** How far beyond a line's end it still counts as pointed at, as a part of what is shown. */
const REACH = 0.02;

/** What the lines say at a position, the largest first; lines that end before it are left out. */
export function valuesAt(
  lines: readonly ChartLine[],
  x: number,
  shownWidth: number,
): PointedValue[] {
  const reach = shownWidth * REACH;
  const values: PointedValue[] = [];
  for (const { id, ownerId, name, color, xs, ys, faint, band } of lines) {
    const index = nearestIndex(xs, x);
    const nearest = xs[index];
    const value = ys[index];
    const [first = 0, last = 0] = [xs[0], xs.at(-1)];
    if (nearest === undefined || value === undefined) continue;
    if (x < first - reach || x > last + reach) continue;
    const [low, high] = [band?.low[index], band?.high[index]];
    values.push({
      id,
      ownerId,
      name,
      color,
      x: nearest,
      value,
      raw: faint?.[index],
      spread: low === undefined || high === undefined ? undefined : [low, high],
    });
  }
  const rank = ({ value }: PointedValue) => (Number.isNaN(value) ? -Infinity : value);
  return values.toSorted((a, b) => rank(b) - rank(a) || 0);
}

/** A position in words, such as "step 12". */
export function describeX(axis: XAxis, x: number): string {
  switch (axis.kind) {
    case "step":
      return `step ${formatExact(x)}`;
    case "time":
      return formatExactTime(x);
    case "relative":
      return `${formatDuration(x)} in`;
    case "metric":
      return `${axis.key} ${formatShort(x)}`;
  }
}
