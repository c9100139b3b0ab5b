import { encodeDouble, type LoggedModel } from "@mlflow-ts/contract";
import type { Selectable } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import type { LoggedModelsTable } from "../db/tables.ts";

export type LoggedModelRow = Selectable<LoggedModelsTable>;

const STATUS_NAMES = [
  "LOGGED_MODEL_STATUS_UNSPECIFIED",
  "LOGGED_MODEL_PENDING",
  "LOGGED_MODEL_READY",
  "LOGGED_MODEL_UPLOAD_FAILED",
] as const;
export type LoggedModelStatusName = (typeof STATUS_NAMES)[number];

export function toStatusNumber(name: LoggedModelStatusName): number {
  return STATUS_NAMES.indexOf(name);
}

/** Logged models with everything that belongs to them, in three queries whatever their number. */
export async function loadLoggedModels(
  queries: Queries,
  rows: readonly LoggedModelRow[],
): Promise<LoggedModel[]> {
  if (rows.length === 0) return [];
  const isOfModels = isIn(
    "model_id",
    rows.map((row) => row.model_id),
  );
  const tagRows = await queries
    .selectFrom("logged_model_tags")
    .select(["model_id", "tag_key as key", "tag_value as value"])
    .where(isOfModels)
    .execute();
  const paramRows = await queries
    .selectFrom("logged_model_params")
    .select(["model_id", "param_key as key", "param_value as value"])
    .where(isOfModels)
    .execute();
  const metricRows = await queries
    .selectFrom("logged_model_metrics")
    .selectAll()
    .where(isOfModels)
    .execute();
  const tags = Map.groupBy(tagRows, (row) => row.model_id);
  const params = Map.groupBy(paramRows, (row) => row.model_id);
  const metrics = Map.groupBy(metricRows, (row) => row.model_id);

  return rows.map((row) => ({
    info: {
      model_id: row.model_id,
      experiment_id: String(row.experiment_id),
      name: row.name,
      creation_timestamp_ms: row.creation_timestamp_ms,
      last_updated_timestamp_ms: row.last_updated_timestamp_ms,
      artifact_uri: row.artifact_location,
      status: STATUS_NAMES[row.status] ?? STATUS_NAMES[0],
      ...(row.model_type !== null && { model_type: row.model_type }),
      ...(row.source_run_id !== null && { source_run_id: row.source_run_id }),
      ...(row.status_message !== null && { status_message: row.status_message }),
      ...pairs("tags", tags.get(row.model_id)),
    },
    data: {
      ...pairs("params", params.get(row.model_id)),
      ...(metrics.has(row.model_id) && {
        metrics:
          metrics.get(row.model_id)?.map((metric) => ({
            key: metric.metric_name,
            value: encodeDouble(metric.metric_value ?? NaN),
            timestamp: metric.metric_timestamp_ms,
            step: metric.metric_step,
            model_id: metric.model_id,
            ...(metric.dataset_name && { dataset_name: metric.dataset_name }),
            ...(metric.dataset_digest && { dataset_digest: metric.dataset_digest }),
            run_id: metric.run_id,
          })) ?? [],
      }),
    },
  }));
}

function pairs<Name extends string>(
  name: Name,
  rows: readonly { key: string; value: string }[] | undefined,
): Partial<Record<Name, { key: string; value: string }[]>> {
  if (rows === undefined) return {};
  // A computed name makes TypeScript widen the record's key to any text.
  return { [name]: rows.map(({ key, value }) => ({ key, value })) } as Partial<
    Record<Name, { key: string; value: string }[]>
  >;
}
