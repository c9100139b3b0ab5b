import { ApiError, type DatasetInput, type Int64, type RequestOf } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { createId } from "../ids.ts";
import { requireActiveRun } from "../runs/active-run.ts";
import { checkRunId } from "../runs/rules.ts";
import type { Store } from "../store.ts";
import { findOrCreateDataset } from "./find-or-create-dataset.ts";
import { checkDatasetInput, MAX_DATASETS } from "./rules.ts";
import { writeEdge } from "./write-edge.ts";

async function linkDataset(
  transaction: Transaction,
  runId: string,
  experimentId: Int64,
  { dataset, tags }: DatasetInput,
): Promise<void> {
  const datasetId = await findOrCreateDataset(transaction, experimentId, dataset);
  const inputId = await writeEdge(transaction, ["DATASET", datasetId, "RUN", runId]);
  // MLflow: the tags of a dataset that the run has already are those of its first use.
  if (inputId === undefined) return;
  for (const tag of new Map(tags.map(({ key, value }) => [key, value]))) {
    await transaction.queries
      .insertInto("input_tags")
      .values({ input_uuid: inputId, name: tag[0], value: tag[1] })
      .execute();
  }
}

export async function logInputs(store: Store, request: RequestOf<"logInputs">): Promise<void> {
  const runId = request.run_id;
  checkRunId(runId);
  if (request.datasets.length > MAX_DATASETS) {
    throw ApiError.invalidParameter(
      `A request can contain at most ${MAX_DATASETS} datasets. Got ${request.datasets.length}.`,
    );
  }
  for (const input of request.datasets) checkDatasetInput(input);
  await store.database.write(async (transaction) => {
    const experimentId = await requireActiveRun(transaction, runId);
    for (const input of request.datasets) {
      await linkDataset(transaction, runId, experimentId, input);
    }
    for (const { model_id } of request.models) {
      await writeEdge(transaction, ["RUN_INPUT", runId, "MODEL_INPUT", model_id]);
    }
  });
}

export async function logOutputs(store: Store, request: RequestOf<"logOutputs">): Promise<void> {
  await store.database.write(async (transaction) => {
    await requireActiveRun(transaction, request.run_id);
    for (const { model_id, step = 0 } of request.models) {
      await transaction.queries
        .insertInto("inputs")
        .values({
          input_uuid: createId(),
          source_type: "RUN_OUTPUT",
          source_id: request.run_id,
          destination_type: "MODEL_OUTPUT",
          destination_id: model_id,
          step,
        })
        .onConflict((conflict) =>
          conflict
            .columns(["source_type", "source_id", "destination_type", "destination_id"])
            .doUpdateSet({ step }),
        )
        .execute();
    }
  });
}
