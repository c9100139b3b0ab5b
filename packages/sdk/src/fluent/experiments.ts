import { type Experiment, toExperiment } from "../entities.ts";
import type { CreateExperimentOptions } from "../explicit/experiment-methods.ts";
import { MlflowClient } from "../explicit/mlflow-client.ts";
import { checkKey } from "../logging/check-entry.ts";
import { findExperimentId } from "../logging/create-run.ts";
import { isOutage } from "../logging/send-operation.ts";
import { MlflowError } from "../mlflow-error.ts";
import { chooseExperiment, chosenExperiment, getConnection } from "./state.ts";

/**
 * An experiment by its ID, deleted ones too.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * const { name, artifactLocation } = await mlflow.getExperiment(experimentId);
 */
export function getExperiment(experimentId: string): Promise<Experiment> {
  return new MlflowClient().getExperiment(experimentId);
}

/**
 * The experiment of this name, deleted ones too; nothing when there is none.
 *
 * @throws MlflowError what the server refuses, but not that there is none.
 * @example
 * const found = await mlflow.getExperimentByName("digits");
 * console.log(found?.experimentId ?? "not there yet");
 */
export function getExperimentByName(name: string): Promise<Experiment | undefined> {
  return new MlflowClient().getExperimentByName(name);
}

/**
 * Creates an experiment and answers its ID. Runs are started in it once `setExperiment` says so.
 *
 * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken, by a deleted one too.
 * @example
 * const id = await mlflow.createExperiment("flats", { tags: { team: "pricing" } });
 * await mlflow.setExperiment({ experimentId: id });
 */
export function createExperiment(
  name: string,
  options: CreateExperimentOptions = {},
): Promise<string> {
  return new MlflowClient().createExperiment(name, options);
}

/**
 * Marks an experiment and its runs as deleted; they can be restored, until `mlflow gc`.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * await mlflow.deleteExperiment(experimentId);
 */
export function deleteExperiment(experimentId: string): Promise<void> {
  return new MlflowClient().deleteExperiment(experimentId);
}

/**
 * Makes a deleted experiment, and the runs deleted with it, active again.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none.
 * @example
 * await mlflow.deleteExperiment(experimentId);
 * await mlflow.restoreExperiment(experimentId);
 */
export function restoreExperiment(experimentId: string): Promise<void> {
  return new MlflowClient().restoreExperiment(experimentId);
}

/**
 * Sets a tag of the experiment that was set, as text; a later value replaces it.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be; what the server refuses.
 * @example
 * await mlflow.setExperimentTag("team", "vision");
 */
export function setExperimentTag(key: string, value: unknown): Promise<void> {
  return setExperimentTags({ [key]: value });
}

/**
 * Sets tags of the experiment that was set, as texts.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, before any is set; what the
 * server refuses.
 * @example
 * await mlflow.setExperimentTags({ team: "vision", priority: 2 });
 */
export async function setExperimentTags(tags: Readonly<Record<string, unknown>>): Promise<void> {
  for (const key of Object.keys(tags)) checkKey(key, "key");
  const client = new MlflowClient();
  const experimentId = await resolveExperimentId();
  for (const [key, value] of Object.entries(tags)) {
    await client.setExperimentTag(experimentId, key, value);
  }
}

/**
 * Removes a tag of the experiment that was set.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when it has no such tag.
 * @example
 * await mlflow.setExperimentTag("team", "vision");
 * await mlflow.deleteExperimentTag("team");
 */
export async function deleteExperimentTag(key: string): Promise<void> {
  await new MlflowClient().deleteExperimentTag(await resolveExperimentId(), key);
}

/**
 * Makes an experiment the one that runs are started in, by its name or ID; creates it when no
 * experiment has the name. While the server is away, or offline, only the name is known: it is
 * looked up once runs are sent.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is deleted; RESOURCE_DOES_NOT_EXIST for an
 * unknown ID.
 * @example
 * await mlflow.setExperiment("digits");
 * await mlflow.setExperiment({ experimentId });
 */
export async function setExperiment(
  experiment: string | { experimentId: string },
): Promise<Experiment> {
  const found = await findExperiment(experiment);
  if (found.lifecycleStage === "deleted") {
    throw new MlflowError(
      "INVALID_PARAMETER_VALUE",
      `The experiment '${found.name}' is deleted: restore it, or take another name.`,
      400,
    );
  }
  const { experimentId, name } = found;
  chooseExperiment(experimentId === "" ? { experimentName: name } : { experimentId });
  return found;
}

/** The ID of the experiment that runs are started in. */
export async function resolveExperimentId(): Promise<string> {
  const choice = chosenExperiment();
  if (choice.experimentName === undefined) return choice.experimentId ?? "0";
  return findExperimentId(getConnection().client, choice);
}

async function findExperiment(experiment: string | { experimentId: string }): Promise<Experiment> {
  const { background, kind } = getConnection();
  try {
    const experimentId =
      typeof experiment === "string"
        ? await findExperimentId(background, { experimentName: experiment })
        : experiment.experimentId;
    return toExperiment(
      (await background.getExperiment({ experiment_id: experimentId })).experiment,
    );
  } catch (error) {
    if (!isOutage(error) || kind === "local") throw error;
    return unknownExperiment(experiment);
  }
}

/** What can be said of an experiment while the server is away. */
function unknownExperiment(experiment: string | { experimentId: string }): Experiment {
  const isNamed = typeof experiment === "string";
  return {
    experimentId: isNamed ? "" : experiment.experimentId,
    name: isNamed ? experiment : "",
    artifactLocation: "",
    lifecycleStage: "active",
    tags: {},
    creationTime: undefined,
    lastUpdateTime: undefined,
  };
}
