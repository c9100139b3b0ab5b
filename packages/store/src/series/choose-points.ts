import { at } from "./columns.ts";

export interface Choice {
  /** Indices of the points to show, ascending. */
  readonly indices: number[];
  readonly countInRange: number;
  readonly isSampled: boolean;
}

/** Each bucket keeps so many finite points at most. */
const POINTS_OF_BUCKET = 4;

/** Whether a stored value is NaN or one of the largest doubles, which stand for infinity. */
export function isBroken(value: number): boolean {
  return !(Math.abs(value) < Number.MAX_VALUE);
}

/**
 * The points between two positions that a chart of so many columns needs, and one beyond each end,
 * so that the line reaches the border. All of them when they are few; else the first, last,
 * smallest and largest of each bucket, drawn as the same picture as all would be, and its first and
 * last NaN or infinity. (The M4 aggregation: Jugel et al., VLDB 2014.)
 */
export function choosePoints(
  xs: Float64Array,
  ys: Float64Array,
  range: Range,
  buckets: number,
  whole: InRange = findInRange(xs, range, buckets),
): Choice {
  const { from, to } = findInRange(xs, range, buckets);
  const { countInRange, isSampled } = whole;
  const indices: number[] = [];
  if (from > 0) indices.push(from - 1);
  if (isSampled) {
    for (const { start, end } of findBuckets(xs, from, to, buckets)) {
      indices.push(...chooseOfBucket(ys, start, end));
    }
  } else for (let index = from; index < to; index += 1) indices.push(index);
  if (to < xs.length) indices.push(to);
  return { indices, countInRange, isSampled };
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface InRange {
  /** The first index within, and the one after the last. */
  readonly from: number;
  readonly to: number;
  readonly countInRange: number;
  readonly isSampled: boolean;
}

export function findInRange(xs: Float64Array, range: Range, buckets: number): InRange {
  const from = countBelow(xs, (x) => x < range.start);
  const to = countBelow(xs, (x) => x <= range.end);
  const countInRange = Math.max(0, to - from);
  return { from, to, countInRange, isSampled: countInRange > buckets * POINTS_OF_BUCKET };
}

/** The buckets that have points, as the indices at which each starts and the next does. */
export function findBuckets(
  xs: Float64Array,
  from: number,
  to: number,
  buckets: number,
): { readonly start: number; readonly end: number }[] {
  const found = [];
  const left = at(xs, from);
  const width = (at(xs, to - 1) - left) / buckets;
  let start = from;
  for (let bucket = 1; bucket <= buckets && start < to; bucket += 1) {
    const border = left + width * bucket;
    // The last bucket takes what rounding would leave.
    const end = bucket === buckets ? to : countBelow(xs, (x) => x < border, start, to);
    if (end > start) found.push({ start, end });
    start = end;
  }
  return found;
}

function chooseOfBucket(ys: Float64Array, start: number, end: number): number[] {
  let [min, least] = [-1, Infinity];
  let [max, most] = [-1, -Infinity];
  let firstBroken = -1;
  let lastBroken = -1;
  for (let index = start; index < end; index += 1) {
    const y = at(ys, index);
    if (isBroken(y)) {
      if (firstBroken < 0) firstBroken = index;
      lastBroken = index;
    } else {
      if (y < least) [min, least] = [index, y];
      if (y > most) [max, most] = [index, y];
    }
  }
  const chosen = new Set([start, end - 1, min, max, firstBroken, lastBroken]);
  chosen.delete(-1);
  return [...chosen].sort((a, b) => a - b);
}

/** How many positions come before a border, as `xs` ascends: at least `from`, at most `to`. */
function countBelow(
  xs: Float64Array,
  isBelow: (x: number) => boolean,
  from = 0,
  to = xs.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(at(xs, middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}
