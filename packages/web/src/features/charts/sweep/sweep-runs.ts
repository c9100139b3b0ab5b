import type { RunData } from "@mlflow-ts/contract";
import { readDouble } from "../../../format/metric-value.ts";
import type { ChartRun } from "../series-lines.ts";

/** A run with what went in and what came out. */
export interface SweepRun extends ChartRun {
  readonly experimentId: string;
  readonly params: ReadonlyMap<string, string>;
  /** The last value of each metric. */
  readonly metrics: ReadonlyMap<string, number>;
}

export function toSweepRun(
  run: ChartRun & { readonly experimentId: string; readonly data: RunData },
): SweepRun {
  const { data } = run;
  return {
    experimentId: run.experimentId,
    runId: run.runId,
    name: run.name,
    color: run.color,
    params: new Map(data.params?.map(({ key, value }) => [key, value])),
    metrics: new Map(data.metrics?.map(({ key, value }) => [key, readDouble(value)])),
  };
}

/** A param or a metric, as something to plot: `params.lr` or `metrics.loss`. */
export interface Dimension {
  readonly kind: "params" | "metrics";
  readonly key: string;
}

export const formatDimension = ({ kind, key }: Dimension) => `${kind}.${key}`;

export function readDimension(text: string): Dimension | undefined {
  const [, kind, key = ""] = /^(params|metrics)\.(.+)$/s.exec(text) ?? [];
  return kind === "params" || kind === "metrics" ? { kind, key } : undefined;
}

export function valueOf(run: SweepRun, { kind, key }: Dimension): string | number | undefined {
  return kind === "params" ? run.params.get(key) : run.metrics.get(key);
}

/** All params that differ between the runs, and all metrics, by name. */
export function listDimensions(runs: readonly SweepRun[]): Dimension[] {
  const params = keysOf(runs, (run) => run.params.keys()).filter(
    (key) => new Set(runs.map((run) => run.params.get(key))).size > 1,
  );
  const metrics = keysOf(runs, (run) => run.metrics.keys());
  return [
    ...params.map((key) => ({ kind: "params", key }) as const),
    ...metrics.map((key) => ({ kind: "metrics", key }) as const),
  ];
}

export function keysOf(
  runs: readonly SweepRun[],
  keys: (run: SweepRun) => Iterable<string>,
): string[] {
  const all = new Set<string>();
  for (const run of runs) for (const key of keys(run)) all.add(key);
  return [...all].toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** A text as a number, when it is written as one. */
export function readNumber(text: string | number | undefined): number | undefined {
  if (typeof text === "number") return Number.isFinite(text) ? text : undefined;
  if (text === undefined || text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
