import { join } from "node:path";
import type { Int64 } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { toStoredValue } from "../metrics/rules.ts";
import type { OnProblem } from "./read-experiments.ts";
import { readModelMetrics } from "./read-metrics.ts";
import type { FileModel } from "./read-models.ts";

/** A logged model that is copied with its id. */
export type ModelCopy = Omit<FileModel, "folder">;

/** Writes a logged model with its params and tags. */
export async function writeModelCopy(
  { queries }: Transaction,
  experiment_id: Int64,
  model: ModelCopy,
): Promise<void> {
  const model_id = model.id;
  await queries
    .insertInto("logged_models")
    .values({
      model_id,
      experiment_id,
      name: model.name,
      artifact_location: model.artifactLocation,
      creation_timestamp_ms: model.createdMs,
      last_updated_timestamp_ms: model.updatedMs,
      status: model.status,
      lifecycle_stage: model.lifecycleStage,
      model_type: model.modelType,
      source_run_id: model.sourceRunId,
      status_message: model.statusMessage ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const { key, value } of model.params) {
    await queries
      .insertInto("logged_model_params")
      .values({ model_id, experiment_id, param_key: key, param_value: value })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  for (const { key, value } of model.tags) {
    await queries
      .insertInto("logged_model_tags")
      .values({ model_id, experiment_id, tag_key: key, tag_value: value })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Writes a logged model of a file store with its params, tags and points. */
export async function writeModel(
  transaction: Transaction,
  experiment_id: Int64,
  model: FileModel,
  onProblem: OnProblem,
): Promise<void> {
  await writeModelCopy(transaction, experiment_id, model);
  const model_id = model.id;
  for (const point of readModelMetrics(join(model.folder, "metrics"), onProblem)) {
    await transaction.queries
      .insertInto("logged_model_metrics")
      .values({
        model_id,
        metric_name: point.key,
        metric_timestamp_ms: point.timestamp,
        metric_step: point.step,
        // MLflow: this table has no mark for NaN, which it keeps as 0.
        metric_value: toStoredValue(point.value).value,
        experiment_id,
        run_id: point.runId,
        dataset_uuid: null,
        dataset_name: point.datasetName ?? null,
        dataset_digest: point.datasetDigest ?? null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
