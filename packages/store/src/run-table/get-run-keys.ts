import { ApiError, type KeyOfRuns, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { inList } from "../db/in-list.ts";
import { findRuns, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";

const DEFAULT_MAX_RUNS = 400;
const LIMIT_OF_MAX_RUNS = 20_000;

/** At most `count` of the ids: the first quarter of them as they come, then evenly to the end. */
export function sampleIds(ids: Float64Array, count: number): number[] {
  if (ids.length <= count) return [...ids];
  const firstCount = Math.ceil(count / 4);
  const restCount = count - firstCount;
  const step = (ids.length - firstCount) / restCount;
  const rest = Array.from({ length: restCount }, (_, i) => ids[firstCount + Math.floor(i * step)]);
  return [...ids.subarray(0, firstCount), ...rest.filter((id) => id !== undefined)];
}

const TABLES = {
  // NaN is stored as 0 with a mark, so a run with NaN and one with 0 must be told apart.
  metrics: sql`select key, iif(is_nan, 'NaN', value) as value from latest_metrics`,
  params: sql`select key, value from params`,
  tags: sql`select key, value from tags`,
};

async function readKeys(
  queries: Queries,
  table: keyof typeof TABLES,
  runIds: readonly string[],
): Promise<KeyOfRuns[]> {
  const { rows } = await sql<{ key: string; run_count: number; differs: 0 | 1 }>`
    select key, count(*) as run_count, min(value) is not max(value) as differs
    from (${TABLES[table]} where run_uuid in ${inList(runIds)})
    group by key order by key`.execute(queries);
  return rows.map(({ key, run_count, differs }) => ({ key, run_count, differs: differs === 1 }));
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
      select run_uuid from runs where rowid in ${inList(sample)}`.execute(queries);
    const runIds = rows.map(({ run_uuid }) => run_uuid);
    return {
      run_count: ids.length,
      sampled_count: sample.length,
      metrics: await readKeys(queries, "metrics", runIds),
      params: await readKeys(queries, "params", runIds),
      tags: await readKeys(queries, "tags", runIds),
    };
  });
}
