import type { Int64, MetricInput } from "@mlflow-ts/contract";
import type { Statements } from "../db/database.ts";
import { ArrayStatement } from "../db/postgresql/array-statement.ts";
import { isLater, type Point } from "./latest-point.ts";
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

/** Adds points to runs, and moves their latest values on. */
export function addPoints(statement: ArrayStatement, lots: readonly PointsOfRun[]): void {
  const rows: PointRow[] = [];
  const latest = new Map<string, { row: PointRow; point: Point }>();
  for (const { runId, points } of lots) {
    for (const { key, timestamp, step = 0, value: given } of points) {
      const { value, isNan } = toStoredValue(given);
      const row: PointRow = [runId, key, value, timestamp, step, isNan === 1];
      rows.push(row);
      const point = { key, value, isNan, timestamp, step };
      const id = `${runId} ${key}`;
      const last = latest.get(id);
      if (last === undefined || isLater(point, last.point)) latest.set(id, { row, point });
    }
  }
  const types = ["text", "text", "double precision", "bigint", "bigint", "boolean"] as const;
  // The same point logged twice is kept once: the table's key is the whole row.
  statement.add(
    "points",
    rows,
    types,
    (table) => `insert into metrics (run_uuid, key, value, timestamp, step, is_nan)
      select * from ${table} on conflict do nothing`,
  );
  statement.add(
    "latest",
    [...latest.values()].map(({ row }) => row),
    types,
    (table) => `insert into latest_metrics as latest (run_uuid, key, value, timestamp, step, is_nan)
      select * from ${table}
      on conflict (key, run_uuid) do update set
        value = excluded.value, timestamp = excluded.timestamp,
        step = excluded.step, is_nan = excluded.is_nan
      where (excluded.step, excluded.timestamp, excluded.value)
        > (latest.step, latest.timestamp, latest.value)`,
  );
}

export async function writePointsOnPostgresql(
  statements: Statements,
  lots: readonly PointsOfRun[],
): Promise<void> {
  const statement = new ArrayStatement();
  addPoints(statement, lots);
  await statement.run(statements);
}

/** A point that also belongs to the logged model that it names. */
export interface ModelPoint {
  readonly runId: string;
  readonly experimentId: Int64;
  readonly metric: MetricInput;
}

export function addModelMetrics(statement: ArrayStatement, points: readonly ModelPoint[]): void {
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
  statement.add(
    "model_metrics",
    [...rows.values()],
    ["text", "text", "bigint", "bigint", "double precision", "bigint", "text", "text", "text"],
    (table) => `insert into logged_model_metrics (model_id, metric_name, metric_timestamp_ms,
        metric_step, metric_value, experiment_id, run_id, dataset_name, dataset_digest)
      select * from ${table}
      on conflict (model_id, metric_name, metric_timestamp_ms, metric_step, run_id)
      do update set metric_value = excluded.metric_value`,
  );
}
