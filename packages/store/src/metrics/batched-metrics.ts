import type { Int64, MetricInput } from "@mlflow-ts/contract";
import type { BatchedWrite, Batches, PointPlace } from "../db/database.ts";
import { lowerGuards } from "../series/postgresql-kept-series.ts";
import { isLater, type Place } from "./latest-point.ts";
import { toStoredValue } from "./rules.ts";

type PointInput = Pick<MetricInput, "key" | "value" | "timestamp" | "step">;

export interface PointsOfRun {
  readonly runId: string;
  readonly points: readonly PointInput[];
}

type PointRow = [
  runId: string,
  key: string,
  value: number,
  timestamp: Int64,
  step: Int64,
  isNan: boolean,
];

/** What a write adds to one metric. */
interface Added extends PointPlace {
  step: Int64;
  isOfMany: boolean;
  /** The row of its latest point. */
  latest: PointRow;
}

/** Adds points to runs, and moves their latest values on. */
export function addPoints(write: BatchedWrite, lots: readonly PointsOfRun[]): void {
  const rows: PointRow[] = [];
  const runs = new Map<string, Map<string, Added>>();
  for (const { runId, points } of lots) {
    const metrics = runs.get(runId) ?? new Map<string, Added>();
    runs.set(runId, metrics);
    for (const { key, timestamp, step = 0, value: given } of points) {
      const { value, isNan } = toStoredValue(given);
      const row: PointRow = [runId, key, value, timestamp, step, isNan === 1];
      rows.push(row);
      const added = metrics.get(key);
      if (added === undefined) {
        metrics.set(key, { runId, key, step, isOfMany: false, latest: row });
        continue;
      }
      if (isLater(placeOf(row), placeOf(added.latest))) added.latest = row;
      if (step !== added.step) added.isOfMany = true;
      if (step < added.step) added.step = step;
    }
  }
  const metrics = [...runs.values()].flatMap((own) => [...own.values()]);
  // The same point logged twice is kept once: the table's key is the whole row.
  write.insert({ table: "metrics", columns: POINT_COLUMNS, rows, existing: "kept" });
  write.insert({
    table: "latest_metrics",
    columns: POINT_COLUMNS,
    rows: metrics.map(({ latest }) => latest),
    existing: {
      key: ["key", "run_uuid"],
      set: ["is_nan", "value", "timestamp", "step"],
      ifLarger: ["step", "timestamp", "value"],
    },
  });
  write.findLate?.(metrics);
}

function placeOf([, , value, timestamp, step]: PointRow): Place {
  return { value, timestamp, step };
}

/** Writes what was added, and lets nobody read what is kept without the points that came late. */
export async function writeWithPoints(batches: Batches, write: BatchedWrite): Promise<void> {
  await lowerGuards(batches.queries, await write.run());
}

const POINT_COLUMNS = {
  run_uuid: "text",
  key: "text",
  value: "double precision",
  timestamp: "bigint",
  step: "bigint",
  is_nan: "boolean",
} as const;

export async function writePointsInBatches(
  batches: Batches,
  lots: readonly PointsOfRun[],
): Promise<void> {
  const write = batches.createWrite();
  addPoints(write, lots);
  await writeWithPoints(batches, write);
}

/** A point that also belongs to the logged model that it names. */
export interface ModelPoint {
  readonly runId: string;
  readonly experimentId: Int64;
  readonly metric: MetricInput;
}

export function addModelMetrics(write: BatchedWrite, points: readonly ModelPoint[]): void {
  const rows = new Map(
    points.map(({ runId, experimentId, metric }) => {
      const { key, timestamp, step = 0, model_id = "" } = metric;
      const row = [
        model_id,
        key,
        timestamp,
        step,
        // MLflow: a logged model's table has no mark for NaN, which it keeps as 0.
        toStoredValue(metric.value).value,
        experimentId,
        runId,
        metric.dataset_name || null,
        metric.dataset_digest || null,
      ];
      return [[model_id, key, timestamp, step, runId].join(" "), row] as const;
    }),
  );
  write.insert({
    table: "logged_model_metrics",
    columns: {
      model_id: "text",
      metric_name: "text",
      metric_timestamp_ms: "bigint",
      metric_step: "bigint",
      metric_value: "double precision",
      experiment_id: "bigint",
      run_id: "text",
      dataset_name: "text",
      dataset_digest: "text",
    },
    rows: [...rows.values()],
    existing: {
      key: ["model_id", "metric_name", "metric_timestamp_ms", "metric_step", "run_id"],
      set: ["metric_value"],
    },
  });
}
