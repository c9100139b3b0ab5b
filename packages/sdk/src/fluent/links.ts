import type { Dataset } from "../data/data.ts";
import type { ModelOutput } from "../entities.ts";
import { MlflowClient } from "../explicit/mlflow-client.ts";
import { requireActiveRun } from "./start-run.ts";

const CONTEXT = "mlflow.data.context";

/**
 * Removes a tag of the active run, once all that was logged before is on the server.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when it has no such tag; CONNECTION_FAILED while the
 * server is away.
 * @example
 * mlflow.setTag("stage", "draft");
 * await mlflow.deleteTag("stage");
 */
export async function deleteTag(key: string): Promise<void> {
  const run = requireActiveRun();
  await run.flush();
  await run.connection.client.deleteTag({ run_id: run.info.runId, key });
}

/** A dataset that a run uses, and what for. */
export interface UsedDataset {
  /** What was used. */
  readonly dataset: Dataset;
  /** What for, such as `training`. */
  readonly context?: string;
  /** Tags of the link, beside that of the context. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Links datasets that the active run uses, and models.
 *
 * @throws MlflowError what the server refuses; CONNECTION_FAILED while it is away.
 * @example
 * const dataset = mlflow.data.fromTable(rows, { name: "flats" });
 * await mlflow.logInputs([{ dataset, context: "training" }], [{ modelId }]);
 */
export async function logInputs(
  datasets: readonly UsedDataset[],
  models: readonly { readonly modelId: string }[] = [],
): Promise<void> {
  const runId = await openActiveRun();
  const inputs = datasets.map(({ dataset, context, tags }) => ({
    dataset,
    tags: { ...tags, ...(context !== undefined && { [CONTEXT]: context }) },
  }));
  await new MlflowClient().logInputs(runId, { datasets: inputs, models });
}

/**
 * Links models that the active run made, each with the step it was made at.
 *
 * @throws MlflowError what the server refuses; CONNECTION_FAILED while it is away.
 * @example
 * const { modelId: id } = await mlflow.initializeLoggedModel({ name: "digits" });
 * await mlflow.logOutputs([{ modelId: id, step: epoch }]);
 */
export async function logOutputs(models: readonly ModelOutput[]): Promise<void> {
  await new MlflowClient().logOutputs(await openActiveRun(), models);
}

/** The server's ID of the active run, which it may not have told yet. */
async function openActiveRun(): Promise<string> {
  const run = requireActiveRun();
  await run.flush();
  return run.info.runId;
}
