import type { Int64 } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { findOrCreateDataset } from "../inputs/find-or-create-dataset.ts";
import { writeEdge } from "../inputs/write-edge.ts";
import type { FileRun } from "./read-runs.ts";

/** A run that is copied with its id. */
export type RunCopy = Omit<FileRun, "folder">;

/** Writes a run of a file store with all that belongs to it but its points. */
export async function writeRun(
  transaction: Transaction,
  experiment_id: Int64,
  run: RunCopy,
): Promise<void> {
  const { queries } = transaction;
  await queries
    .insertInto("runs")
    .values({
      run_uuid: run.id,
      name: run.name,
      source_type: "LOCAL",
      source_name: "",
      entry_point_name: "",
      user_id: run.userId,
      status: run.status,
      start_time: run.startTime ?? null,
      end_time: run.endTime ?? null,
      source_version: "",
      lifecycle_stage: run.lifecycleStage,
      artifact_uri: run.artifactUri,
      experiment_id,
      deleted_time: run.deletedTime ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  for (const table of ["params", "tags"] as const) {
    for (const { key, value } of run[table]) {
      await queries
        .insertInto(table)
        .values({ key, value, run_uuid: run.id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  }
  for (const used of run.datasets) await writeDataset(transaction, experiment_id, run.id, used);
  for (const model of run.inputModelIds) {
    await writeEdge(transaction, ["RUN_INPUT", run.id, "MODEL_INPUT", model]);
  }
  for (const { modelId, step } of run.outputModels) {
    await writeEdge(transaction, ["RUN_OUTPUT", run.id, "MODEL_OUTPUT", modelId], step);
  }
}

async function writeDataset(
  transaction: Transaction,
  experiment_id: Int64,
  runId: string,
  { dataset, tags = [] }: FileRun["datasets"][number],
): Promise<void> {
  const dataset_uuid = await findOrCreateDataset(transaction, experiment_id, dataset);
  const edge = await writeEdge(transaction, ["DATASET", dataset_uuid, "RUN", runId]);
  for (const { key, value } of edge === undefined ? [] : tags) {
    await transaction.queries
      .insertInto("input_tags")
      .values({ input_uuid: edge ?? "", name: key, value: value ?? "" })
      .execute();
  }
}
