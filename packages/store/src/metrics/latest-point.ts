import type { Int64 } from "@mlflow-ts/contract";

/** What orders the points of a metric. */
export interface Place {
  readonly value: number;
  readonly timestamp: Int64;
  readonly step: Int64;
}

export interface Point extends Place {
  readonly key: string;
  readonly isNan: 0 | 1;
}

/** MLflow's order of points: by step, then timestamp, then stored value. */
export function isLater(a: Place, b: Place): boolean {
  return (compare(a.step, b.step) || compare(a.timestamp, b.timestamp) || a.value - b.value) > 0;
}

/** A number and a bigint of the same value are equal, too. */
function compare(a: Int64, b: Int64): number {
  if (a > b) return 1;
  return a < b ? -1 : 0;
}
