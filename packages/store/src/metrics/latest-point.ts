import type { Int64 } from "@mlflow-ts/contract";

export interface Point {
  readonly key: string;
  readonly value: number;
  readonly isNan: 0 | 1;
  readonly timestamp: Int64;
  readonly step: Int64;
}

/** MLflow's order of points: by step, then timestamp, then stored value. */
export function isLater(a: Point, b: Point): boolean {
  return (compare(a.step, b.step) || compare(a.timestamp, b.timestamp) || a.value - b.value) > 0;
}

/** A number and a bigint of the same value are equal, too. */
function compare(a: Int64, b: Int64): number {
  if (a > b) return 1;
  return a < b ? -1 : 0;
}
