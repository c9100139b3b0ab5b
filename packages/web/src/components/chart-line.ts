/** One line of a chart. Positions ascend; a value that is not finite leaves a gap. */
export interface ChartLine {
  readonly id: string;
  /** The run or group that it belongs to, as the pages link what is pointed at. */
  readonly ownerId?: string;
  readonly name: string;
  /** Any CSS colour. */
  readonly color: string;
  readonly isDashed?: boolean;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** The values before smoothing, drawn faintly behind. */
  readonly faint?: readonly number[];
  /** What lies between is shaded. */
  readonly band?: { readonly low: readonly number[]; readonly high: readonly number[] };
  /** Where a value was NaN or infinite. */
  readonly brokenXs?: readonly number[];
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The index of the position that is nearest, -1 of none. */
export function nearestIndex(xs: readonly number[], x: number): number {
  const after = countBelow(xs, x);
  const [left, right] = [xs[after - 1], xs[after]];
  if (left === undefined) return right === undefined ? -1 : after;
  if (right === undefined) return after - 1;
  return x - left <= right - x ? after - 1 : after;
}

function countBelow(xs: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((xs[middle] ?? 0) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The line's value at a position, between its points too; NaN beyond its ends. */
export function valueAt({ xs, ys }: ChartLine, x: number): number {
  const nearest = nearestIndex(xs, x);
  const at = xs[nearest];
  if (at === undefined || at === x) return ys[nearest] ?? NaN;
  const left = at < x ? nearest : nearest - 1;
  const [x0, x1, y0, y1] = [xs[left], xs[left + 1], ys[left], ys[left + 1]];
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return NaN;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** From the first to the last position of any line. */
export function rangeOfXs(lines: readonly ChartLine[], isLog: boolean): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const { xs } of lines) {
    const first = isLog ? xs.find((x) => x > 0) : xs[0];
    const last = xs.at(-1);
    if (first === undefined || last === undefined || (isLog && last <= 0)) continue;
    min = Math.min(min, first);
    max = Math.max(max, last);
  }
  return min <= max ? { min, max } : undefined;
}

/** What the values span, between two positions; on a logarithmic scale the positive ones. */
export function rangeOfYs(
  lines: readonly ChartLine[],
  { min: left, max: right }: Range,
  isLog: boolean,
): Range | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const { xs, ys, faint, band } of lines) {
    const columns = [ys, faint, band?.low, band?.high];
    const from = countBelow(xs, left);
    for (let index = from; index < xs.length; index += 1) {
      if ((xs[index] ?? Infinity) > right) break;
      for (const column of columns) {
        const y = column?.[index];
        if (y === undefined || !Number.isFinite(y) || (isLog && y <= 0)) continue;
        if (y < min) min = y;
        if (y > max) max = y;
      }
    }
  }
  return min <= max ? { min, max } : undefined;
}

/** A little room around, and some around a single value. */
export function padRange({ min, max }: Range, isLog: boolean): Range {
  if (isLog) {
    const factor = min === max ? 2 : (max / min) ** 0.04;
    return { min: min / factor, max: max * factor };
  }
  const pad = min === max ? Math.abs(min) * 0.1 || 1 : (max - min) * 0.06;
  return { min: min - pad, max: max + pad };
}
