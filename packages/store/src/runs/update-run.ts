import type { RunInfo, RequestOf } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import type { LifecycleStage } from "../db/tables.ts";
import { checkLength, MAX_KEY_LENGTH } from "../names.ts";
import type { Store } from "../store.ts";
import { requireActiveRun } from "./active-run.ts";
import { getRunRow } from "./get-run.ts";
import { toRunInfo } from "./load-runs.ts";
import { RUN_NAME_TAG } from "./rules.ts";
import { writeTag } from "./write-tags.ts";

/** A run's name stands in its row and, for old clients, in a tag; both change together. */
export function writeRunName(transaction: Transaction, runId: string, name: string): void {
  checkLength("run_name", MAX_KEY_LENGTH, name);
  transaction.prepare("UPDATE runs SET name = ? WHERE run_uuid = ?").run(name, runId);
  writeTag(transaction, runId, RUN_NAME_TAG, name);
}

/** Changes the status, end time or name of an active run; what is not given stays. */
export async function updateRun(store: Store, request: RequestOf<"updateRun">): Promise<RunInfo> {
  const { run_id: runId, status, end_time, run_name } = request;
  return store.database.write(async (transaction) => {
    requireActiveRun(transaction, runId);
    if (status !== undefined || end_time !== undefined) {
      transaction
        .prepare(
          `UPDATE runs SET status = coalesce(?, status), end_time = coalesce(?, end_time)
           WHERE run_uuid = ?`,
        )
        .run(status ?? null, end_time ?? null, runId);
    }
    if (run_name) writeRunName(transaction, runId, run_name);
    return toRunInfo(await getRunRow(transaction.queries, runId));
  });
}

async function changeStage(store: Store, runId: string, to: LifecycleStage): Promise<void> {
  await store.database.write(async ({ queries }) => {
    await getRunRow(queries, runId);
    await queries
      .updateTable("runs")
      .set({ lifecycle_stage: to, deleted_time: to === "deleted" ? Date.now() : null })
      .where("run_uuid", "=", runId)
      .execute();
  });
}

export async function deleteRun(store: Store, runId: string): Promise<void> {
  await changeStage(store, runId, "deleted");
}

export async function restoreRun(store: Store, runId: string): Promise<void> {
  await changeStage(store, runId, "active");
}
