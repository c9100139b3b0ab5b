import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { exactText } from "../db/exact-text.ts";
import { perDialect } from "../db/per-dialect.ts";
import { unindexed } from "../db/plan-hints.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { foundCondition, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";
import { readSpreads, readNetworkedSpreads } from "./metric-spreads.ts";
import { runKey } from "./run-keys.ts";

const MAX_GROUPS = 1000;
const MAX_METRICS = 100;

type GroupRequest = RequestOf<"groupRuns">;

/** Each run found with the value that it is grouped by; with two datasets it counts in both. */
function valuedRuns(request: GroupRequest): RawBuilder<unknown> {
  const found = foundCondition(request);
  const { by = "PARAM", key } = request;
  if (by === "STATUS")
    return sql`select ${runKey()} as id, runs.status as value from runs where ${found}`;
  if (by === "DATASET") {
    return sql`select ${runKey()} as id, ${exactText(sql.ref("dataset.name"))} as value from runs
      left join inputs as input on input.destination_type = 'RUN'
        and input.destination_id = runs.run_uuid
        and ${unindexed(sql.ref("input.source_type"))} = 'DATASET'
      left join datasets as dataset on dataset.dataset_uuid = input.source_id where ${found}
      group by ${runKey()}, ${exactText(sql.ref("dataset.name"))}`;
  }
  if (!key) throw ApiError.invalidParameter("Missing value for required parameter 'key'.");
  return sql`select ${runKey()} as id, ${exactText(sql.ref("pair.value"))} as value from runs
    left join ${sql.table(by === "TAG" ? "tags" : "params")} as pair
      on pair.run_uuid = runs.run_uuid and pair.key = ${key} where ${found}`;
}

interface GroupRow {
  readonly value: string | null;
  readonly run_count: number;
  readonly group_count: number;
}

function positionIn(text: string): RawBuilder<unknown> {
  return perDialect({
    sqlite: sql`instr(lower(value), ${text})`,
    postgresql: sql`strpos(lower(value), ${text})`,
    mysql: sql`instr(lower(value), ${text})`,
  });
}

async function readGroups(queries: Queries, request: GroupRequest): Promise<GroupRow[]> {
  const { contains } = request;
  const matches = contains ? sql`where ${positionIn(contains.toLowerCase())} > 0` : sql``;
  const { rows } = await sql<GroupRow>`
    select value, count(*) as run_count, count(*) over () as group_count
    from (${valuedRuns(request)}) as valued ${matches}
    group by value order by run_count desc, value is not null, value limit ${MAX_GROUPS}`.execute(
    queries,
  );
  return rows;
}

/** The runs that a filter finds by the value of a param or tag, by dataset or by status. */
export async function groupRuns(
  queries: Queries,
  request: GroupRequest,
  connection: SqliteConnection,
): Promise<ResponseOf<"groupRuns">> {
  return groupWith(queries, request, (runs, keys) => readSpreads(connection, runs, keys));
}

export async function groupNetworkedRuns(
  queries: Queries,
  request: GroupRequest,
): Promise<ResponseOf<"groupRuns">> {
  return groupWith(queries, request, (runs, keys) => readNetworkedSpreads(queries, runs, keys));
}

type Spreads = ReturnType<typeof readSpreads>;

async function groupWith(
  queries: Queries,
  request: GroupRequest,
  read: (valuedRuns: RawBuilder<unknown>, keys: readonly string[]) => Promise<Spreads> | Spreads,
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
    const spreads = await read(valuedRuns(request), metricKeys);
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
