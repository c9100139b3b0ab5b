import { type Experiment, toExperiment } from "../entities.ts";
import { MlflowError } from "../mlflow-error.ts";
import { findSetExperiment, getConnection, getSettings, useExperiment } from "./state.ts";

const DEFAULT_EXPERIMENT_ID = "0";

/** @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none. */
export async function getExperiment(experimentId: string): Promise<Experiment> {
  const { client } = getConnection();
  const { experiment } = await client.getExperiment({ experiment_id: experimentId });
  return toExperiment(experiment);
}

/** The experiment of this name, deleted ones too; nothing when there is none. */
export async function getExperimentByName(name: string): Promise<Experiment | undefined> {
  try {
    const { client } = getConnection();
    const { experiment } = await client.getExperimentByName({ experiment_name: name });
    return toExperiment(experiment);
  } catch (error) {
    if (error instanceof MlflowError && error.errorCode === "RESOURCE_DOES_NOT_EXIST") return;
    throw error;
  }
}

/**
 * Creates an experiment and answers its ID.
 *
 * @throws MlflowError RESOURCE_ALREADY_EXISTS when the name is taken.
 */
export async function createExperiment(
  name: string,
  options: { artifactLocation?: string; tags?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const tags = Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value }));
  const { experiment_id } = await getConnection().client.createExperiment({
    name,
    artifact_location: options.artifactLocation,
    tags,
  });
  return experiment_id;
}

/**
 * Makes an experiment the one that runs are started in; creates it when no experiment has the name.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is deleted; RESOURCE_DOES_NOT_EXIST for an
 * unknown ID.
 * @example
 * await mlflow.setExperiment("digits");
 */
export async function setExperiment(
  experiment: string | { experimentId: string },
): Promise<Experiment> {
  const found =
    typeof experiment === "string"
      ? await getOrCreate(experiment)
      : await getExperiment(experiment.experimentId);
  if (found.lifecycleStage === "deleted") {
    throw new MlflowError(
      "INVALID_PARAMETER_VALUE",
      `The experiment '${found.name}' is deleted: restore it, or take another name.`,
      400,
    );
  }
  useExperiment(found.experimentId);
  return found;
}

/** Where a run is started: what was set, else what the environment says, else the default one. */
export async function resolveExperimentId(): Promise<string> {
  const set = findSetExperiment() ?? getSettings().experimentId;
  if (set !== undefined) return set;
  const { experimentName } = getSettings();
  if (experimentName === undefined) return DEFAULT_EXPERIMENT_ID;
  return (await setExperiment(experimentName)).experimentId;
}

async function getOrCreate(name: string): Promise<Experiment> {
  const found = await getExperimentByName(name);
  if (found !== undefined) return found;
  try {
    return await getExperiment(await createExperiment(name));
  } catch (error) {
    // Another program created it in between.
    const created = await getExperimentByName(name);
    if (created !== undefined) return created;
    throw error;
  }
}
