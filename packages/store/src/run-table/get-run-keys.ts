import { ApiError, type KeyOfRuns, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { exactText } from "../db/exact-text.ts";
import { isIn } from "../db/in-list.ts";
import { perDialect } from "../db/per-dialect.ts";
import { unindexed } from "../db/plan-hints.ts";
import { findRuns, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";
import { type RunKey, runKey, type RunKeys } from "./run-keys.ts";

const DEFAULT_MAX_RUNS = 400;
const LIMIT_OF_MAX_RUNS = 20_000;

/** At most `count` of the ids: the first quarter of them as they come, then evenly to the end. */
export function sampleIds(ids: RunKeys, count: number): RunKey[] {
  if (ids.length <= count) return [...ids];
  const firstCount = Math.ceil(count / 4);
  const restCount = count - firstCount;
  const step = (ids.length - firstCount) / restCount;
  const rest = Array.from({ length: restCount }, (_, i) => ids[firstCount + Math.floor(i * step)]);
  return [...ids.slice(0, firstCount), ...rest.filter((id) => id !== undefined)];
}

/** Each key that a run has with its value, from where the values of runs are kept. */
const SOURCES = {
  // NaN is stored as 0 with a mark, so a run with NaN and one with 0 must be told apart.
  metrics: perDialect({
    sqlite: sql`select run_uuid as run, key, iif(is_nan, 'NaN', value) as value
      from latest_metrics`,
    postgresql: sql`select run_uuid as run, key,
      case when is_nan then 'NaN' else value::text end as value from latest_metrics`,
    mysql: sql`select run_uuid as run, "key", if(is_nan, 'NaN', cast(value as char)) as value
      from latest_metrics`,
  }),
  params: sql`select run_uuid as run, "key", value from params`,
  tags: sql`select run_uuid as run, "key", value from tags`,
  attributes: sql`
    select run_uuid as run, case "key" when 'mlflow.user' then 'user' else 'source' end as "key",
      value
      from tags
      where "key" in ('mlflow.user', 'mlflow.source.name')
    union all select input.destination_id, 'dataset', dataset.name from inputs as input
      join datasets as dataset on dataset.dataset_uuid = input.source_id
      where input.destination_type = 'RUN' and ${unindexed(sql.ref("input.source_type"))} = 'DATASET'
    union all select output.source_id, 'model', model.name from inputs as output
      join logged_models as model on model.model_id = output.destination_id
      where output.source_type = 'RUN_OUTPUT' and output.destination_type = 'MODEL_OUTPUT'
        and model.lifecycle_stage = 'active'`,
};

const KEY = exactText(sql.ref("valued.key"));

const DIFFERS = perDialect({
  sqlite: sql`min(value) is distinct from max(value)`,
  postgresql: sql`min(value) is distinct from max(value)`,
  mysql: sql`count(distinct ${exactText(sql.ref("value"))}) > 1`,
});

interface KeyRow {
  readonly key: string;
  readonly run_count: number;
  readonly differs: 0 | 1;
  readonly value: string | number;
}

async function readKeys(
  queries: Queries,
  source: keyof typeof SOURCES,
  runIds: readonly string[],
): Promise<KeyOfRuns[]> {
  const { rows } = await sql<KeyRow>`
    select ${KEY} as "key", count(distinct run) as run_count, ${DIFFERS} as differs,
      min(value) as value
    from (${SOURCES[source]}) as valued where ${isIn("run", runIds)}
    group by ${KEY} order by ${KEY}`.execute(queries);
  return rows.map(({ key, run_count, differs, value }) => ({
    key,
    run_count,
    differs: differs === 1,
    ...(differs === 0 && typeof value === "string" && source !== "metrics" && { value }),
  }));
}

/** The keys that runs have, so that a table can choose its columns; of many runs, of a sample. */
export async function getRunKeys(
  queries: Queries,
  request: RequestOf<"getRunKeys">,
): Promise<ResponseOf<"getRunKeys">> {
  const { max_runs: maxRuns = DEFAULT_MAX_RUNS } = request;
  if (maxRuns < 1 || maxRuns > LIMIT_OF_MAX_RUNS) {
    throw ApiError.invalidParameter(
      `Invalid value ${maxRuns} for parameter 'max_runs': it must be between 1 and ${LIMIT_OF_MAX_RUNS}.`,
    );
  }
  const ids = await findRuns(queries, request);
  return keep(queries, `keys ${maxRuns} ${foundKey(request)}`, async () => {
    const sample = sampleIds(ids, maxRuns);
    const { rows } = await sql<{ run_uuid: string }>`
      select run_uuid from runs where ${isIn(runKey(), sample)}`.execute(queries);
    const runIds = rows.map(({ run_uuid }) => run_uuid);
    return {
      run_count: ids.length,
      sampled_count: sample.length,
      attributes: await readKeys(queries, "attributes", runIds),
      metrics: await readKeys(queries, "metrics", runIds),
      params: await readKeys(queries, "params", runIds),
      tags: await readKeys(queries, "tags", runIds),
    };
  });
}
