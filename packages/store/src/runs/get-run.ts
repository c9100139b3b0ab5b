import type { Run } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import type { Store } from "../store.ts";
import { loadRuns, type RunRow } from "./load-runs.ts";
import { runNotFound } from "./rules.ts";

/** @throws ApiError RESOURCE_DOES_NOT_EXIST. */
export async function getRunRow(queries: Queries, runId: string): Promise<RunRow> {
  const row = await queries
    .selectFrom("runs")
    .selectAll()
    .where("run_uuid", "=", runId)
    .executeTakeFirst();
  if (row === undefined) throw runNotFound(runId);
  return row;
}

/** A run with everything that belongs to it, deleted or not. */
export async function getRun(store: Store, runId: string): Promise<Run> {
  const row = await getRunRow(store.database.read, runId);
  const [run] = await loadRuns(store.database.read, [row]);
  if (run === undefined) throw new Error("a run's row was loaded as nothing");
  return run;
}
