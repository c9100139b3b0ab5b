import type { RunInfo, RequestOf } from "@mlflow-ts/contract";
import type { LifecycleStage } from "../db/tables.ts";
import type { Store } from "../store.ts";
import { requireActiveRun } from "./active-run.ts";
import { getRunRow } from "./get-run.ts";
import { toRunInfo } from "./load-runs.ts";
import { limitRunName } from "./rules.ts";
import { writeRunName } from "./write-tags.ts";

/** Changes the status, end time or name of an active run; what is not given stays. */
export async function updateRun(store: Store, request: RequestOf<"updateRun">): Promise<RunInfo> {
  const { run_id: runId, status, end_time, run_name } = request;
  return store.database.write(async (transaction) => {
    await requireActiveRun(transaction, runId);
    if (status !== undefined || end_time !== undefined) {
      await transaction.queries
        .updateTable("runs")
        .set({
          ...(status !== undefined && { status }),
          ...(end_time !== undefined && { end_time }),
        })
        .where("run_uuid", "=", runId)
        .execute();
    }
    if (run_name) await writeRunName(transaction, runId, limitRunName(store, run_name));
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
