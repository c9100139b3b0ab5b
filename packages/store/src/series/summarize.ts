import { encodeDouble, type MetricSeries } from "@mlflow-ts/contract";
import { at, type Columns } from "./columns.ts";
import { isBroken } from "./choose-points.ts";
import type { Point, Totals } from "./kept-chunk.ts";

export type Summary = Pick<
  MetricSeries,
  "count" | "first" | "last" | "min" | "max" | "first_broken" | "broken_count"
>;

/** What a metric's points tell as a whole, exactly, whichever of them a chart shows. */
export function summarize(columns: Columns): Summary {
  return toSummary(totalsOf(columns));
}

export function totalsOf(columns: Columns): Totals {
  let [min, least] = [-1, Infinity];
  let [max, most] = [-1, -Infinity];
  let firstBroken = -1;
  let brokenCount = 0;
  const { values, length } = columns;
  for (let index = 0; index < length; index += 1) {
    const value = at(values, index);
    if (isBroken(value)) {
      if (firstBroken < 0) firstBroken = index;
      brokenCount += 1;
    } else {
      if (value < least) [min, least] = [index, value];
      if (value > most) [max, most] = [index, value];
    }
  }
  const point = (index: number): Point => ({
    step: at(columns.steps, index),
    time: at(columns.times, index),
    value: at(columns.values, index),
  });
  return {
    count: columns.length,
    first: point(0),
    last: point(columns.length - 1),
    min: min < 0 ? undefined : point(min),
    max: max < 0 ? undefined : point(max),
    firstBroken: firstBroken < 0 ? undefined : point(firstBroken),
    brokenCount,
  };
}

/** Of stretches that follow each other, none of them empty. */
export function addTotals(a: Totals, b: Totals): Totals {
  const isSmaller = b.min !== undefined && !(a.min && a.min.value <= b.min.value);
  const isLarger = b.max !== undefined && !(a.max && a.max.value >= b.max.value);
  return {
    count: a.count + b.count,
    first: a.first,
    last: b.last,
    min: isSmaller ? b.min : a.min,
    max: isLarger ? b.max : a.max,
    firstBroken: a.firstBroken ?? b.firstBroken,
    brokenCount: a.brokenCount + b.brokenCount,
  };
}

export function toSummary(totals: Totals): Summary {
  const { count, min, max, firstBroken, brokenCount } = totals;
  return {
    count,
    first: encode(totals.first),
    last: encode(totals.last),
    ...(min && { min: encode(min) }),
    ...(max && { max: encode(max) }),
    ...(firstBroken && { first_broken: encode(firstBroken) }),
    broken_count: brokenCount,
  };
}

function encode({ value, time, step }: Point) {
  return { value: encodeDouble(value), timestamp: time, step };
}
