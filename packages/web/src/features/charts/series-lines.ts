import type { MetricSeries } from "@mlflow-ts/contract";
import type { ChartLine } from "../../components/chart-line.ts";
import { readDouble } from "../../format/metric-value.ts";

/** A run as charts draw it. */
export interface ChartRun {
  readonly runId: string;
  readonly name: string;
  readonly color: string;
}

/** Of a single run, each metric of a chart has a colour of its own. */
const KEY_COLORS = ["var(--accent)", "#b45309", "#7c3aed", "#be185d", "#2563eb", "#4d7c0f"];

/** A line for each series: the run's colour, dashed for validation; its points as they are shown. */
export function toLines(
  series: readonly MetricSeries[],
  runs: readonly ChartRun[],
  keys: readonly string[],
): ChartLine[] {
  const runsById = new Map(runs.map((run) => [run.runId, run]));
  return series.map(({ run_id: runId, metric_key: key, x, y, smooth }) => {
    const run = runsById.get(runId);
    const rank = Math.max(0, keys.indexOf(key));
    const ys = y.map(toNumber);
    const brokenXs = x.filter((_, index) => !Number.isFinite(ys[index]));
    const isOnlyRun = runs.length === 1;
    return {
      id: `${runId} ${key}`,
      ownerId: runId,
      name: isOnlyRun
        ? key
        : keys.length > 1
          ? `${run?.name ?? runId} · ${key}`
          : (run?.name ?? runId),
      color: isOnlyRun ? (KEY_COLORS[rank % KEY_COLORS.length] ?? "") : (run?.color ?? ""),
      isDashed: !isOnlyRun && rank > 0,
      xs: x,
      ys: smooth?.map(toNumber) ?? ys,
      ...(smooth && { faint: ys }),
      ...(brokenXs.length > 0 && { brokenXs }),
    };
  });
}

function toNumber(value: number | null): number {
  return value === null ? NaN : readDouble(value);
}
