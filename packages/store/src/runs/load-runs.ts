import {
  encodeDouble,
  type Metric,
  type Run,
  type RunInfo,
  type UsedDataset,
} from "@mlflow-ts/contract";
import type { Selectable } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import type { RunsTable } from "../db/tables.ts";
import { loadInputs, loadModels, type RunModels } from "../inputs/load-inputs.ts";
import { RUN_NAME_TAG } from "./rules.ts";

export type RunRow = Selectable<RunsTable>;

/** A run's row as the wire shows it. */
export function toRunInfo(row: RunRow, nameTag?: string): RunInfo {
  return {
    run_uuid: row.run_uuid,
    run_id: row.run_uuid,
    run_name: row.name || nameTag || "",
    experiment_id: String(row.experiment_id),
    user_id: row.user_id ?? "",
    status: row.status,
    start_time: Number(row.start_time ?? 0),
    ...(row.end_time && { end_time: Number(row.end_time) }),
    ...(row.artifact_uri && { artifact_uri: row.artifact_uri }),
    lifecycle_stage: row.lifecycle_stage,
  };
}

export interface MetricRow {
  key: string;
  value: number;
  timestamp: number | bigint | null;
  step: number | bigint;
  is_nan: 0 | 1;
}

/** A metric's row as the wire shows it; NaN is stored as 0 with a mark. */
export function toMetric(row: MetricRow): Metric {
  return {
    key: row.key,
    value: row.is_nan ? "NaN" : encodeDouble(row.value),
    timestamp: row.timestamp ?? 0,
    step: row.step,
  };
}

function groupByRun<Row extends { run_uuid: string }, T>(
  rows: readonly Row[],
  convert: (row: Row) => T,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.run_uuid);
    if (group) group.push(convert(row));
    else groups.set(row.run_uuid, [convert(row)]);
  }
  return groups;
}

const toPair = ({ key, value }: { key: string; value: string | null }) => ({
  key,
  value: value ?? "",
});

/** Runs with everything that belongs to them, in five queries whatever their number. */
export async function loadRuns(queries: Queries, rows: readonly RunRow[]): Promise<Run[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.run_uuid);
  const pairsOf = (table: "params" | "tags") =>
    queries
      .selectFrom(table)
      .select(["run_uuid", "key", "value"])
      .where(isIn("run_uuid", ids))
      .execute();
  const metricRows = queries
    .selectFrom("latest_metrics")
    .select(["run_uuid", "key", "value", "timestamp", "step", "is_nan"])
    .where(isIn("run_uuid", ids))
    .execute();
  // At once: in PostgreSQL each has a connection, and a core, of its own.
  const [metrics, params, tags, datasets, models] = await Promise.all([
    metricRows.then((found) => groupByRun(found, toMetric)),
    pairsOf("params").then((found) => groupByRun(found, toPair)),
    pairsOf("tags").then((found) => groupByRun(found, toPair)),
    loadInputs(queries, ids),
    loadModels(queries, ids),
  ]);

  return rows.map((row) => {
    const id = row.run_uuid;
    const [ownMetrics, ownParams, ownTags] = [metrics.get(id), params.get(id), tags.get(id)];
    const nameTag = row.name ? undefined : ownTags?.find((tag) => tag.key === RUN_NAME_TAG)?.value;
    return {
      info: toRunInfo(row, nameTag),
      data: {
        ...(ownMetrics && { metrics: ownMetrics }),
        ...(ownParams && { params: ownParams }),
        ...(ownTags && { tags: ownTags }),
      },
      ...toRunEdges(datasets.get(id), models.get(id)),
    };
  });
}

/** What a run used and made, as the wire shows it. */
export function toRunEdges(
  datasets: UsedDataset[] | undefined,
  { used, made }: RunModels = { used: [], made: [] },
): Pick<Run, "inputs" | "outputs"> {
  return {
    inputs: {
      ...(datasets && { dataset_inputs: datasets }),
      ...(used.length > 0 && { model_inputs: used }),
    },
    outputs: { ...(made.length > 0 && { model_outputs: made }) },
  };
}
