import { ApiError, type RequestOf, type ResponseOf, type RunGroup } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { foundCondition, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";

const MAX_GROUPS = 1000;
const MAX_METRICS = 100;

type GroupRequest = RequestOf<"groupRuns">;

/** Each run found with the value that it is grouped by; with two datasets it counts in both. */
function valuedRuns(request: GroupRequest): RawBuilder<unknown> {
  const found = foundCondition(request);
  const { by = "PARAM", key } = request;
  if (by === "STATUS")
    return sql`select runs.run_uuid, runs.status as value from runs where ${found}`;
  if (by === "DATASET") {
    return sql`select runs.run_uuid, dataset.name as value from runs
      left join inputs as input on input.destination_type = 'RUN'
        and input.destination_id = runs.run_uuid and +input.source_type = 'DATASET'
      left join datasets as dataset on dataset.dataset_uuid = input.source_id where ${found}
      group by runs.run_uuid, dataset.name`;
  }
  if (!key) throw ApiError.invalidParameter("Missing value for required parameter 'key'.");
  return sql`select runs.run_uuid, pair.value from runs
    left join ${sql.table(by === "TAG" ? "tags" : "params")} as pair
      on pair.run_uuid = runs.run_uuid and pair.key = ${key} where ${found}`;
}

interface GroupRow {
  readonly value: string | null;
  readonly run_count: number;
  readonly group_count: number;
}

async function readGroups(queries: Queries, request: GroupRequest): Promise<GroupRow[]> {
  const { contains } = request;
  const matches = contains ? sql`where instr(lower(value), ${contains.toLowerCase()})` : sql``;
  const { rows } = await sql<GroupRow>`
    select value, count(*) as run_count, count(*) over () as group_count
    from (${valuedRuns(request)}) ${matches}
    group by value order by run_count desc, value limit ${MAX_GROUPS}`.execute(queries);
  return rows;
}

type Spread = NonNullable<RunGroup["metrics"][number]>;

/** The spread of metrics in each group: for each metric by the group's value. */
async function readSpreads(
  queries: Queries,
  request: GroupRequest,
): Promise<ReadonlyMap<string | null, Spread>[]> {
  const { metric_keys: keys } = request;
  if (keys.length === 0) return [];
  // Deviations from the whole's mean, as squares of large values that are close would cancel out.
  // Cross joins, so that each value is one look-up by its key and run.
  const { rows } = await sql<Spread & { place: number; value: string | null; variance: number }>`
    with valued as materialized (${valuedRuns(request)}), points as materialized (
      select valued.value as grouped, wanted.key as place, metric.value as y from valued
      cross join json_each(${JSON.stringify(keys)}) as wanted
      cross join latest_metrics as metric
        on metric.key = wanted.value and metric.run_uuid = valued.run_uuid
      where not metric.is_nan and abs(metric.value) < ${Number.MAX_VALUE}
    ), middles as (select place, avg(y) as m from points group by place)
    select place, grouped as value, count(*) as run_count, avg(y) as mean,
      min(y) as min, max(y) as max,
      (sum((y - m) * (y - m)) - count(*) * (avg(y) - m) * (avg(y) - m)) / (count(*) - 1) as variance
    from points join middles using (place) group by place, grouped`.execute(queries);
  const spreads = keys.map(() => new Map<string | null, Spread>());
  for (const { place, value, variance, ...spread } of rows) {
    const deviation = Math.sqrt(Math.max(0, variance ?? 0));
    spreads[place]?.set(value, { ...spread, standard_deviation: deviation });
  }
  return spreads;
}

/** The runs that a filter finds by the value of a param or tag, by dataset or by status. */
export async function groupRuns(
  queries: Queries,
  request: GroupRequest,
): Promise<ResponseOf<"groupRuns">> {
  const { metric_keys: metricKeys, by, key, contains } = request;
  if (metricKeys.length > MAX_METRICS) {
    throw ApiError.invalidParameter(
      `Invalid value for parameter 'metric_keys': ${metricKeys.length} keys; at most ${MAX_METRICS} are allowed.`,
    );
  }
  const kept = `groups ${foundKey(request)} ${JSON.stringify([by, key, contains, metricKeys])}`;
  return keep(queries, kept, async () => {
    const rows = await readGroups(queries, request);
    const spreads = await readSpreads(queries, request);
    return {
      groups: rows.map(({ value, run_count }) => ({
        ...(value !== null && { value }),
        run_count,
        metrics: spreads.map((spread) => spread.get(value) ?? null),
      })),
      group_count: rows[0]?.group_count ?? 0,
    };
  });
}
