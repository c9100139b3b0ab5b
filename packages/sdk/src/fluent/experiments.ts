import { type Experiment, toExperiment } from "../entities.ts";
import type { CreateExperimentOptions } from "../explicit/experiment-methods.ts";
import { MlflowClient } from "../explicit/mlflow-client.ts";
import { checkKey } from "../logging/check-entry.ts";
import { findExperimentId } from "../logging/create-run.ts";
import { isOutage } from "../logging/send-operation.ts";
import { MlflowError } from "../mlflow-error.ts";
import { chooseExperiment, chosenExperiment, getConnection } from "./state.ts";

/** @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none. */
export function getExperiment(experimentId: string): Promise<Experiment> {
  return new MlflowClient().getExperiment(experimentId);
}

/** The experiment of this name, deleted ones too; nothing when there is none. */
export function getExperimentByName(name: string): Promise<Experiment | undefined> {
  return new MlflowClient().getExperimentByName(name);
}

/**
 * Creates an experiment and answers its ID.
 *
 * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken.
 */
export function createExperiment(
  name: string,
  options: CreateExperimentOptions = {},
): Promise<string> {
  return new MlflowClient().createExperiment(name, options);
}

/** Marks an experiment and its runs as deleted; they can be restored. */
export function deleteExperiment(experimentId: string): Promise<void> {
  return new MlflowClient().deleteExperiment(experimentId);
}

export function restoreExperiment(experimentId: string): Promise<void> {
  return new MlflowClient().restoreExperiment(experimentId);
}

/** Sets a tag of the experiment that was set, as text; a later value replaces it. */
export function setExperimentTag(key: string, value: unknown): Promise<void> {
  return setExperimentTags({ [key]: value });
}

/** Sets tags of the experiment that was set. */
export async function setExperimentTags(tags: Readonly<Record<string, unknown>>): Promise<void> {
  for (const key of Object.keys(tags)) checkKey(key, "key");
  const client = new MlflowClient();
  const experimentId = await resolveExperimentId();
  for (const [key, value] of Object.entries(tags)) {
    await client.setExperimentTag(experimentId, key, value);
  }
}

/** Removes a tag of the experiment that was set. */
export async function deleteExperimentTag(key: string): Promise<void> {
  await new MlflowClient().deleteExperimentTag(await resolveExperimentId(), key);
}

/**
 * Makes an experiment the one that runs are started in; creates it when no experiment has the name.
 * While the server is away, or offline, only the name is known: it is looked up once runs are sent.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is deleted; RESOURCE_DOES_NOT_EXIST for an
 * unknown ID.
 * @example
 * await mlflow.setExperiment("digits");
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
