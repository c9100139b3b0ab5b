import { forestImportances } from "./random-forest.ts";
import { keysOf, readNumber, type SweepRun } from "./sweep-runs.ts";

export interface ParamImportance {
  readonly key: string;
  /** From 0 to 1; those of all params make 1. */
  readonly importance: number;
  /**
   * Spearman's rank correlation with the metric, from -1 to 1: whether larger values go with larger
   * ones. Unset for a param that is no number.
   */
  readonly correlation: number | undefined;
}

/** Categories beyond the most frequent ones count as one. */
const MAX_CATEGORIES = 12;

/**
 * How much each param that differs matters for a metric, the most important first: by a random
 * forest (see `forestImportances`) on the runs that have the metric. A number is one feature, any
 * other param one for each of its values, whose importances are added.
 */
export function rankParams(runs: readonly SweepRun[], metricKey: string): ParamImportance[] {
  const rows = runs.filter((run) => Number.isFinite(run.metrics.get(metricKey)));
  const target = Float64Array.from(rows, (run) => run.metrics.get(metricKey) ?? 0);
  const keys = keysOf(rows, (run) => run.params.keys()).filter(
    (key) => new Set(rows.map((run) => run.params.get(key))).size > 1,
  );
  const encoded = keys.map((key) => encode(rows.map((run) => run.params.get(key))));
  const importances = forestImportances(
    encoded.flatMap(({ columns }) => columns),
    target,
  );
  let next = 0;
  return keys
    .map((key, index) => {
      const { columns = [], numbers } = encoded[index] ?? {};
      const own = importances.slice(next, (next += columns.length));
      return {
        key,
        importance: own.reduce((sum, part) => sum + part, 0),
        correlation: numbers && correlateRanks(numbers, target),
      };
    })
    .toSorted((a, b) => b.importance - a.importance);
}

interface Encoded {
  readonly columns: readonly Float64Array[];
  readonly numbers?: Float64Array;
}

function encode(values: readonly (string | undefined)[]): Encoded {
  const numbers = values.map(readNumber);
  if (values.every((value, index) => value === undefined || numbers[index] !== undefined)) {
    const least = Math.min(...numbers.filter((number) => number !== undefined));
    // A run without the param lies apart from the others.
    const column = Float64Array.from(numbers, (number) => number ?? least - 1);
    return { columns: [column], ...(!numbers.includes(undefined) && { numbers: column }) };
  }
  const counts = new Map<string | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const categories = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, MAX_CATEGORIES);
  return {
    columns: categories.map(([category]) =>
      Float64Array.from(values, (value) => Number(value === category)),
    ),
  };
}

/** Spearman's coefficient: Pearson's of the ranks, those of equals being their mean. */
export function correlateRanks(xs: Float64Array, ys: Float64Array): number {
  const [x, y] = [rank(xs), rank(ys)];
  const middle = (x.length - 1) / 2;
  let [both, ofX, ofY] = [0, 0, 0];
  for (let index = 0; index < x.length; index += 1) {
    const [dx, dy] = [(x[index] ?? 0) - middle, (y[index] ?? 0) - middle];
    both += dx * dy;
    ofX += dx ** 2;
    ofY += dy ** 2;
  }
  return ofX === 0 || ofY === 0 ? 0 : both / Math.sqrt(ofX * ofY);
}

function rank(values: Float64Array): Float64Array {
  const order = Array.from(values, (_, index) => index).sort(
    (a, b) => (values[a] ?? 0) - (values[b] ?? 0),
  );
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] ?? 0] === values[order[from] ?? 0])
      to += 1;
    for (let index = from; index <= to; index += 1) ranks[order[index] ?? 0] = (from + to) / 2;
    from = to + 1;
  }
  return ranks;
}
