import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";

/** The logged models that runs made, by run, the earliest first. */
export async function readRunModels(
  queries: Queries,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, { model_id: string; name: string }[]>> {
  const { rows } = await sql<{ run: string; model_id: string; name: string }>`
    select output.source_id as run, model.model_id, model.name from inputs as output
    join logged_models as model on model.model_id = output.destination_id
    where output.source_type = 'RUN_OUTPUT' and ${isIn("output.source_id", runIds)}
      and output.destination_type = 'MODEL_OUTPUT' and model.lifecycle_stage = 'active'
    order by model.creation_timestamp_ms, model.model_id`.execute(queries);
  const byRun = new Map<string, { model_id: string; name: string }[]>();
  for (const { run, ...model } of rows) {
    const own = byRun.get(run);
    if (own) own.push(model);
    else byRun.set(run, [model]);
  }
  return byRun;
}
