import type { Int64 } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { checkRunIsActive, runNotFound } from "./rules.ts";

/**
 * The experiment of a run that may be written to.
 *
 * @throws ApiError RESOURCE_DOES_NOT_EXIST, or INVALID_PARAMETER_VALUE when the run is deleted.
 */
export async function requireActiveRun({ queries }: Transaction, runId: string): Promise<Int64> {
  const row = await queries
    .selectFrom("runs")
    .select(["lifecycle_stage", "experiment_id"])
    .where("run_uuid", "=", runId)
    .executeTakeFirst();
  if (row === undefined) throw runNotFound(runId);
  checkRunIsActive(runId, row.lifecycle_stage);
  return row.experiment_id;
}
