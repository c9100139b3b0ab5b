import { MlflowClient } from "../explicit/mlflow-client.ts";
import type { SearchOptions } from "../explicit/experiment-methods.ts";
import type { ModelSearchOptions } from "../explicit/model-methods.ts";
import type { Experiment, LoggedModel, MetricPoint, Run } from "../entities.ts";
import { resolveExperimentId } from "./experiments.ts";

/** Which experiments a search looks into; those of both lists. */
export interface ExperimentSelection {
  /** By ID. */
  readonly experimentIds?: readonly string[];
  /** By name; a name that no experiment has finds nothing. */
  readonly experimentNames?: readonly string[];
}

/** What `searchRuns` looks for. */
export interface RunSearchOptions extends SearchOptions, ExperimentSelection {}

/**
 * The runs that a filter finds, through all pages; those of the experiment that was set, when none
 * is named.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
 * @example
 * const [best] = await mlflow.searchRuns({
 *   filter: "metrics.loss < 0.5 and params.optimizer = 'adam'",
 *   orderBy: ["metrics.loss ASC"],
 *   maxResults: 1,
 * });
 * console.log(best?.data.metrics["loss"]);
 */
export async function searchRuns(options: RunSearchOptions = {}): Promise<Run[]> {
  return new MlflowClient().searchRuns(await findExperimentIds(options), options);
}

/**
 * The experiments that a filter finds, through all pages.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
 * @example
 * const found = await mlflow.searchExperiments({ filter: "name LIKE 'digits%'" });
 */
export function searchExperiments(options: SearchOptions = {}): Promise<Experiment[]> {
  return new MlflowClient().searchExperiments(options);
}

/**
 * The logged models that a filter finds, through all pages; those of the experiment that was set,
 * when none is named.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
 * @example
 * const [newest] = await mlflow.searchLoggedModels({
 *   filter: "name = 'digits'",
 *   orderBy: [{ field: "creation_time", ascending: false }],
 * });
 */
export async function searchLoggedModels(
  options: ModelSearchOptions & ExperimentSelection = {},
): Promise<LoggedModel[]> {
  return new MlflowClient().searchLoggedModels(await findExperimentIds(options), options);
}

/**
 * A run by its ID: what is known of it, its latest metrics, params, tags, datasets and models.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * const { info, data } = await mlflow.getRun(runId);
 * console.log(info.status, data.metrics["loss"], data.params["lr"]);
 */
export function getRun(runId: string): Promise<Run> {
  return new MlflowClient().getRun(runId);
}

/**
 * The run that a run is nested in; nothing when it is in none.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
 * @example
 * const parent = await mlflow.getParentRun(runId);
 */
export function getParentRun(runId: string): Promise<Run | undefined> {
  return new MlflowClient().getParentRun(runId);
}

/**
 * Marks a run as deleted; it can be restored, until `mlflow gc`.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * await mlflow.deleteRun(runId);
 */
export function deleteRun(runId: string): Promise<void> {
  return new MlflowClient().deleteRun(runId);
}

/**
 * Makes a deleted run active again.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * await mlflow.deleteRun(runId);
 * await mlflow.restoreRun(runId);
 */
export function restoreRun(runId: string): Promise<void> {
  return new MlflowClient().restoreRun(runId);
}

/**
 * Every point of one metric of a run, in MLflow's order: time, step, value. None when the run has
 * no such metric.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such run.
 * @example
 * const points = await mlflow.getMetricHistory(runId, "loss");
 * console.log(points.map(({ step, value }) => [step, value]));
 */
export function getMetricHistory(runId: string, key: string): Promise<MetricPoint[]> {
  return new MlflowClient().getMetricHistory(runId, key);
}

async function findExperimentIds(options: ExperimentSelection): Promise<string[]> {
  const { experimentIds, experimentNames } = options;
  if (experimentIds === undefined && experimentNames === undefined) {
    return [await resolveExperimentId()];
  }
  const client = new MlflowClient();
  const named = await Promise.all(
    (experimentNames ?? []).map((name) => client.getExperimentByName(name)),
  );
  return [...(experimentIds ?? []), ...named.flatMap((one) => one?.experimentId ?? [])];
}
