import { RUN_COLORS } from "../runs/run-selection/run-colors.ts";
import type { RunGroup } from "./mean-lines.ts";
import type { SweepRun } from "./sweep/sweep-runs.ts";

/** Runs by their value of a param, largest group first; those without it are one group. */
export function groupRuns(runs: readonly SweepRun[], paramKey: string): RunGroup[] {
  const byValue = Map.groupBy(runs, (run) => run.params.get(paramKey));
  return [...byValue]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([value, ofValue], index) => ({
      name: value === undefined ? `no ${paramKey}` : `${paramKey}=${value}`,
      color: RUN_COLORS[index % RUN_COLORS.length] ?? RUN_COLORS[0],
      runIds: ofValue.map(({ runId }) => runId),
    }));
}
