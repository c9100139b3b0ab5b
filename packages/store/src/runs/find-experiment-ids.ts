import { isIn } from "../db/in-list.ts";
import type { Store } from "../store.ts";

/** The experiments that runs belong to; unknown runs are left out. */
export async function findExperimentIds(
  store: Store,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await store.database.read
    .selectFrom("runs")
    .select(["run_uuid", "experiment_id"])
    .where(isIn("run_uuid", runIds))
    .execute();
  return new Map(rows.map((row) => [row.run_uuid, String(row.experiment_id)]));
}
