import type { Transaction } from "../db/database.ts";
import type { LifecycleStage } from "../db/tables.ts";
import { checkRunIsActive, runNotFound } from "./rules.ts";

/**
 * The experiment of a run that may be written to.
 *
 * @throws ApiError RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE when the run is deleted.
 */
export function requireActiveRun({ prepare }: Transaction, runId: string): number {
  const row = prepare("SELECT lifecycle_stage, experiment_id FROM runs WHERE run_uuid = ?").get(
    runId,
  );
  if (row === undefined) throw runNotFound(runId);
  // The columns' types are those of the schema.
  checkRunIsActive(runId, row["lifecycle_stage"] as LifecycleStage);
  return row["experiment_id"] as number;
}
