/** What of a group's values is shown beside their mean. */
export type Band = "deviation" | "extremes";

export interface Spread {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of some values, and how far they lie around it: one standard deviation of them as a
 * sample, or from the smallest to the largest. Of none, all are NaN.
 */
export function spreadOf(values: readonly number[], band: Band): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 0) return { mean, low: NaN, high: NaN };
  if (band === "extremes") return { mean, low: Math.min(...values), high: Math.max(...values) };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  return { mean, low: mean - deviation, high: mean + deviation };
}
