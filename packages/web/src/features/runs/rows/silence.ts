import type { RunTableRow } from "@mlflow-ts/contract";

const MINUTE = 60_000;
/** However often a run logs, a pause shorter than this is none. */
const LEAST_MS = 2 * MINUTE;
/** Before a first metric, loading data may take long. */
const FIRST_MS = 30 * MINUTE;
/** Times of the usual interval: evaluation and checkpoints come between steps. */
const INTERVALS = 5;

/** How long a run that goes on has been silent, when that is longer than it usually is. */
export function silentFor(
  run: Pick<RunTableRow, "status" | "start_time" | "last_metric_time" | "metric_interval_ms">,
  nowMs: number,
): number | undefined {
  if (run.status !== "RUNNING") return undefined;
  const { last_metric_time: last, metric_interval_ms: interval } = run;
  const silence = nowMs - (last ?? run.start_time ?? nowMs);
  const patience =
    last === undefined || interval === undefined
      ? FIRST_MS
      : Math.max(LEAST_MS, interval * INTERVALS);
  return silence > patience ? silence : undefined;
}
