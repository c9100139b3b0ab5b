import type { Int64, ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { keep } from "./keep.ts";

interface ActivityRow {
  readonly experiment_id: Int64;
  readonly run_count: number;
  readonly running_count: number;
  readonly started: Int64 | null;
  readonly ended: Int64 | null;
  readonly updated: Int64 | null;
}

/** What goes on in each experiment, deleted ones too; costs one look at each run. */
export async function getExperimentActivity(
  queries: Queries,
): Promise<ResponseOf<"getExperimentActivity">> {
  return keep(queries, "activity", async () => {
    const { rows } = await sql<ActivityRow>`
      select experiments.experiment_id, count(runs.run_uuid) as run_count,
        count(case when runs.status = 'RUNNING' then 1 end) as running_count,
        max(runs.start_time) as started, max(runs.end_time) as ended,
        experiments.last_update_time as updated
      from experiments left join runs
        on runs.experiment_id = experiments.experiment_id and runs.lifecycle_stage = 'active'
      where experiments.workspace = 'default'
      group by experiments.experiment_id order by experiments.experiment_id`.execute(queries);
    return {
      experiments: rows.map(({ experiment_id, started, ended, updated, ...counts }) => ({
        ...counts,
        experiment_id: String(experiment_id),
        last_activity_time: Math.max(...[started, ended, updated].map(Number)),
      })),
    };
  });
}
