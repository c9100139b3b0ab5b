import { encodeDouble, type MetricSeries } from "@mlflow-ts/contract";
import { at, type Columns } from "./columns.ts";
import { isBroken } from "./choose-points.ts";

type Summary = Pick<
  MetricSeries,
  "count" | "first" | "last" | "min" | "max" | "first_broken" | "broken_count"
>;

/** What a metric's points tell as a whole, exactly, whichever of them a chart shows. */
export function summarize(columns: Columns): Summary {
  let min = -1;
  let max = -1;
  let firstBroken = -1;
  let brokenCount = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const value = at(columns.values, index);
    if (isBroken(value)) {
      if (firstBroken < 0) firstBroken = index;
      brokenCount += 1;
    } else {
      if (min < 0 || value < at(columns.values, min)) min = index;
      if (max < 0 || value > at(columns.values, max)) max = index;
    }
  }
  const point = (index: number) => ({
    value: encodeDouble(at(columns.values, index)),
    timestamp: at(columns.times, index),
    step: at(columns.steps, index),
  });
  return {
    count: columns.length,
    first: point(0),
    last: point(columns.length - 1),
    ...(min >= 0 && { min: point(min), max: point(max) }),
    ...(firstBroken >= 0 && { first_broken: point(firstBroken) }),
    broken_count: brokenCount,
  };
}
