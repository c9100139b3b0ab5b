import { ApiError, type Experiment } from "@mlflow-ts/contract";
import type { Store } from "../store.ts";
import { type ExperimentRow, getExperimentRow, loadExperiments } from "./queries.ts";

async function loadOne(store: Store, row: ExperimentRow): Promise<Experiment> {
  const [experiment] = await loadExperiments(store.database.read, [row]);
  if (experiment === undefined) throw new Error("an experiment's row was loaded as nothing");
  return experiment;
}

/** An experiment by its id, deleted or not. */
export async function getExperiment(store: Store, experimentId: string): Promise<Experiment> {
  return loadOne(store, await getExperimentRow(store.database.read, experimentId));
}

export async function getExperimentByName(store: Store, name: string): Promise<Experiment> {
  const row = await store.database.read
    .selectFrom("experiments")
    .selectAll()
    .where("name", "=", name)
    .where("workspace", "=", "default")
    .executeTakeFirst();
  if (row === undefined) {
    throw ApiError.doesNotExist(`Could not find experiment with name '${name}'`);
  }
  return loadOne(store, row);
}
