import { MlflowClient } from "../explicit/mlflow-client.ts";
import type { SearchOptions } from "../explicit/experiment-methods.ts";
import type { ModelSearchOptions } from "../explicit/model-methods.ts";
import type { Experiment, LoggedModel, MetricPoint, Run } from "../entities.ts";
import { resolveExperimentId } from "./experiments.ts";

export interface ExperimentSelection {
  readonly experimentIds?: readonly string[];
  readonly experimentNames?: readonly string[];
}

export interface RunSearchOptions extends SearchOptions, ExperimentSelection {}

/**
 * The runs that a filter finds, through all pages; those of the experiment that was set, when none
 * is named.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a filter or an order that can't be read.
 * @example
 * const [best] = await mlflow.searchRuns({ orderBy: ["metrics.loss ASC"], maxResults: 1 });
 */
export async function searchRuns(options: RunSearchOptions = {}): Promise<Run[]> {
  return new MlflowClient().searchRuns(await findExperimentIds(options), options);
}

/** The experiments that a filter finds, through all pages. */
export function searchExperiments(options: SearchOptions = {}): Promise<Experiment[]> {
  return new MlflowClient().searchExperiments(options);
}

/** The logged models that a filter finds; those of the experiment that was set, when none is named. */
export async function searchLoggedModels(
  options: ModelSearchOptions & ExperimentSelection = {},
): Promise<LoggedModel[]> {
  return new MlflowClient().searchLoggedModels(await findExperimentIds(options), options);
}

/** @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none. */
export function getRun(runId: string): Promise<Run> {
  return new MlflowClient().getRun(runId);
}

/** The run that a run is nested in; nothing when it is in none. */
export function getParentRun(runId: string): Promise<Run | undefined> {
  return new MlflowClient().getParentRun(runId);
}

/** Marks a run as deleted; it can be restored. */
export function deleteRun(runId: string): Promise<void> {
  return new MlflowClient().deleteRun(runId);
}

export function restoreRun(runId: string): Promise<void> {
  return new MlflowClient().restoreRun(runId);
}

/** Every point of one metric of a run, in MLflow's order: time, step, value. */
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
