import type { LoggedModel } from "../entities.ts";
import { MlflowClient } from "../explicit/mlflow-client.ts";
import type { CreateModelOptions } from "../explicit/model-methods.ts";
import { resolveExperimentId } from "./experiments.ts";
import { activeRun } from "./start-run.ts";

/**
 * Creates a logged model of the active run, or of none, pending until `finalizeLoggedModel`: for
 * models whose files are stored step by step, or elsewhere.
 *
 * @throws MlflowError what the server refuses.
 * @example
 * const { modelId } = await mlflow.initializeLoggedModel({ name: "digits" });
 * await mlflow.finalizeLoggedModel(modelId);
 */
export async function initializeLoggedModel(
  options: CreateModelOptions = {},
): Promise<LoggedModel> {
  const run = activeRun();
  await run?.flush();
  return new MlflowClient().createLoggedModel(
    run?.info.experimentId ?? (await resolveExperimentId()),
    { ...(run && { sourceRunId: run.info.runId }), ...options },
  );
}

/**
 * Says that a model's files are there, or that they could not be stored.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model.
 * @example
 * const { status } = await mlflow.finalizeLoggedModel(modelId);
 */
export function finalizeLoggedModel(
  modelId: string,
  status: "READY" | "UPLOAD_FAILED" = "READY",
): Promise<LoggedModel> {
  return new MlflowClient().finalizeLoggedModel(modelId, status);
}

/**
 * A logged model by its ID, with its params, tags and metrics.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * const { name, status, metrics } = await mlflow.getLoggedModel(modelId);
 */
export function getLoggedModel(modelId: string): Promise<LoggedModel> {
  return new MlflowClient().getLoggedModel(modelId);
}

/**
 * Sets tags of a logged model; a later value replaces one.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model.
 * @example
 * await mlflow.setLoggedModelTags(modelId, { stage: "candidate" });
 */
export function setLoggedModelTags(
  modelId: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  return new MlflowClient().setLoggedModelTags(modelId, tags);
}

/**
 * Removes a tag of a logged model.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model, or it has no such tag.
 * @example
 * await mlflow.setLoggedModelTags(modelId, { stage: "candidate" });
 * await mlflow.deleteLoggedModelTag(modelId, "stage");
 */
export function deleteLoggedModelTag(modelId: string, key: string): Promise<void> {
  return new MlflowClient().deleteLoggedModelTag(modelId, key);
}

/**
 * Logs params of a logged model, as texts; objects as JSON.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when the model has another value for one of them;
 * RESOURCE_DOES_NOT_EXIST when there is no such model.
 * @example
 * await mlflow.logModelParams(modelId, { quantized: true });
 */
export function logModelParams(
  modelId: string,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  return new MlflowClient().logModelParams(modelId, params);
}
