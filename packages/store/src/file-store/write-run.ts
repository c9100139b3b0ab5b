import type { Int64 } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { createId } from "../ids.ts";
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
  const { queries } = transaction;
  const same = await queries
    .selectFrom("datasets")
    .select("dataset_uuid")
    .where("experiment_id", "=", experiment_id)
    .where("name", "=", dataset.name)
    .where("digest", "=", dataset.digest)
    .executeTakeFirst();
  const dataset_uuid = same?.dataset_uuid ?? createId();
  if (same === undefined) {
    await queries
      .insertInto("datasets")
      .values({
        dataset_uuid,
        experiment_id,
        name: dataset.name,
        digest: dataset.digest,
        dataset_source_type: dataset.source_type,
        dataset_source: dataset.source,
        dataset_schema: dataset.schema ?? null,
        dataset_profile: dataset.profile ?? null,
      })
      .execute();
  }
  const edge = await writeEdge(transaction, ["DATASET", dataset_uuid, "RUN", runId]);
  for (const { key, value } of edge === undefined ? [] : tags) {
    await queries
      .insertInto("input_tags")
      .values({ input_uuid: edge ?? "", name: key, value: value ?? "" })
      .execute();
  }
}

type Edge = readonly [
  "DATASET" | "RUN_INPUT" | "RUN_OUTPUT",
  string,
  "RUN" | "MODEL_INPUT" | "MODEL_OUTPUT",
  string,
];

/** Answers the new edge's id; nothing when the edge was there. */
async function writeEdge(
  { queries }: Transaction,
  [source_type, source_id, destination_type, destination_id]: Edge,
  step = 0,
): Promise<string | undefined> {
  const input_uuid = createId();
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto("inputs")
    .values({ input_uuid, source_type, source_id, destination_type, destination_id, step })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows ? input_uuid : undefined;
}
