import type { Database } from "../db/database.ts";
import { parseExperimentId } from "../ids.ts";
import { toStatusNumber } from "../logged-models/load-logged-models.ts";
import { type ModelCopy, writeModelCopy } from "./write-model.ts";
import { type RunCopy, writeRun } from "./write-run.ts";

/** Writes a run with the id that it has elsewhere, all but its points. One that is there stays. */
export async function copyRun(
  database: Database,
  experimentId: string,
  run: RunCopy,
): Promise<void> {
  const id = parseExperimentId(experimentId);
  await database.write((transaction) => writeRun(transaction, id, run));
}

/** Writes a logged model with the id that it has elsewhere, pending until it is finalized. */
export async function copyModel(
  database: Database,
  experimentId: string,
  model: Omit<ModelCopy, "status">,
): Promise<void> {
  const id = parseExperimentId(experimentId);
  const status = toStatusNumber("LOGGED_MODEL_PENDING");
  await database.write((transaction) => writeModelCopy(transaction, id, { ...model, status }));
}
