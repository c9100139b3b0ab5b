import { at, type Columns, permute } from "./columns.ts";
import { isBroken } from "./choose-points.ts";

/** A metric along an axis: positions ascend. */
export interface Line {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly steps: Float64Array;
}

export function lineBySteps({ steps, values, length }: Columns): Line {
  const xs = steps.subarray(0, length);
  return { xs, ys: values.subarray(0, length), steps: xs };
}

/** By time, in milliseconds since `originMs`. */
export function lineByTime(columns: Columns, originMs: number): Line {
  const { times, length } = columns;
  const xs = times.subarray(0, length);
  return sortLine({
    ...lineBySteps(columns),
    xs: originMs === 0 ? xs : xs.map((time) => time - originMs),
  });
}

/** By another metric's value at the same step; steps at which that has none are left out. */
export function lineByMetric(columns: Columns, other: Columns): Line {
  const xs: number[] = [];
  const indices: number[] = [];
  let next = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const step = at(columns.steps, index);
    while (next < other.length && at(other.steps, next) < step) next += 1;
    const x = at(other.values, next);
    if (next >= other.length || at(other.steps, next) !== step || isBroken(x)) continue;
    xs.push(x);
    indices.push(index);
  }
  return sortLine({
    xs: Float64Array.from(xs),
    ys: permute(columns.values, indices),
    steps: permute(columns.steps, indices),
  });
}

function sortLine(line: Line): Line {
  const { xs } = line;
  if (xs.every((x, index) => index === 0 || at(xs, index - 1) <= x)) return line;
  const order = Array.from(xs, (_, index) => index).sort((a, b) => at(xs, a) - at(xs, b));
  return {
    xs: permute(xs, order),
    ys: permute(line.ys, order),
    steps: permute(line.steps, order),
  };
}
