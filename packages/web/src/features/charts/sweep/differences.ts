import { keysOf, type SweepRun } from "./sweep-runs.ts";

export interface DifferenceRow {
  readonly key: string;
  /** One for each run, in their order. */
  readonly values: readonly (string | number | undefined)[];
  readonly isDiffering: boolean;
}

/** What the runs have of each param or metric, and whether they disagree. */
export function compareRuns(
  runs: readonly SweepRun[],
  kind: "params" | "metrics",
): DifferenceRow[] {
  return keysOf(runs, (run) => run[kind].keys()).map((key) => {
    const values = runs.map((run) => run[kind].get(key));
    // NaN differs from NaN by no measure that helps a person.
    return { key, values, isDiffering: values.some((value) => !Object.is(value, values[0])) };
  });
}
