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
 */
export async function deleteTag(key: string): Promise<void> {
  const run = requireActiveRun();
  await run.flush();
  await run.connection.client.deleteTag({ run_id: run.info.runId, key });
}

/** A dataset that a run uses, and what for. */
export interface UsedDataset {
  readonly dataset: Dataset;
  /** Such as `training`. */
  readonly context?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Links datasets that the active run uses, and models.
 *
 * @throws MlflowError what the server refuses; CONNECTION_FAILED while it is away.
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

/** Links models that the active run made, each with the step it was made at. */
export async function logOutputs(models: readonly ModelOutput[]): Promise<void> {
  await new MlflowClient().logOutputs(await openActiveRun(), models);
}

/** The server's ID of the active run, which it may not have told yet. */
async function openActiveRun(): Promise<string> {
  const run = requireActiveRun();
  await run.flush();
  return run.info.runId;
}
