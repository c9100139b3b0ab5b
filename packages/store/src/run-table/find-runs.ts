import { type Filter, parseFilter } from "@mlflow-ts/contract/filter";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Queries } from "../db/database.ts";
import { filterToSql, type SqlCondition } from "../db/filter-to-sql.ts";
import { hasSearchIndexes } from "../db/index-for-searches.ts";
import { isIn } from "../db/in-list.ts";
import { perDialect } from "../db/per-dialect.ts";
import { parseExperimentId } from "../ids.ts";
import { stagesOf } from "../lifecycle.ts";
import { runCondition, runIdsWith } from "../runs/run-filter.ts";
import type { MetricValue } from "../runs/run-order.ts";
import { keep } from "./keep.ts";
import { type RunKey, runKey, type RunKeys, toRunKeys } from "./run-keys.ts";
import { tableOrder } from "./table-order.ts";

/** Which runs a request is about, in which order. */
export interface FoundRuns {
  readonly experiment_ids: readonly string[];
  readonly filter?: string | undefined;
  readonly run_view_type?: "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL" | undefined;
  readonly order_by?: readonly string[];
  readonly order_metric_value?: MetricValue | undefined;
}

/** SQLite joins no more queries into one. */
const MAX_LOOKUPS = 100;

/**
 * A filter by sets of runs, each read at once from an index: where most runs of the database are
 * looked at, that is ten times quicker than to look each run's values up.
 */
function filterBySets(filter: Filter): SqlCondition {
  const operands = filter.kind === "and" ? filter.operands : [filter];
  const sets: RawBuilder<unknown>[] = [];
  const others = operands.filter((operand) => {
    const set =
      operand.kind === "condition" && sets.length < MAX_LOOKUPS ? runIdsWith(operand) : undefined;
    if (set !== undefined) sets.push(set);
    return set === undefined;
  });
  const rest = filterToSql({ kind: "and", operands: others }, runCondition);
  if (sets.length === 0) return rest;
  return sql<SqlBool>`(runs.run_uuid in (${sql.join(sets, sql` intersect `)}) and ${rest})`;
}

/** The condition on `runs` that keeps what a request is about. */
export function foundCondition(request: FoundRuns, isIndexed = false): RawBuilder<unknown> {
  const parsed = parseFilter("runs", request.filter ?? "");
  const filter = isIndexed ? filterBySets(parsed) : filterToSql(parsed, runCondition);
  const experimentIds = request.experiment_ids.map(parseExperimentId);
  return sql`${isIn("runs.experiment_id", experimentIds)}
    and ${isIn("runs.lifecycle_stage", stagesOf(request.run_view_type))} and ${filter}`;
}

/** One run in so many is looked at: of fewer, each run's values are looked up. */
const WIDE = 20;

/** Whether an SQLite database has indexes of our own, and the search is about a good part of it. */
export async function isIndexedForSearch(queries: Queries, request: FoundRuns): Promise<boolean> {
  if (!(await hasSearchIndexes(queries))) return false;
  const { rows } = await sql<{ asked: number; all_runs: number }>`
    select count(*) as asked, (select max(rowid) from runs) as all_runs from runs
    where ${isIn("experiment_id", request.experiment_ids.map(parseExperimentId))}
      and ${isIn("lifecycle_stage", stagesOf(request.run_view_type))}`.execute(queries);
  return rows.some(({ asked, all_runs: all }) => asked * WIDE > all);
}

/** A text that is the same for requests about the same runs in the same order. */
export function foundKey(request: FoundRuns): string {
  const { experiment_ids, filter, run_view_type, order_by, order_metric_value } = request;
  return JSON.stringify([experiment_ids, filter, run_view_type, order_by, order_metric_value]);
}

/** Rows as one JSON array of their `id`s: a row for each would take several times as long. */
const ALL_IDS = perDialect({
  sqlite: sql`json_group_array(id)`,
  postgresql: sql`json_agg(id)::text`,
  mysql: sql`concat('[', group_concat(json_quote(id)), ']')`,
});

/** MySQL heeds no order within a query, unless it also says how many rows are wanted. */
const IN_ORDER = perDialect({
  sqlite: sql``,
  postgresql: sql``,
  mysql: sql`limit 18446744073709551615`,
});

/**
 * The keys of all runs found, in order. Sought once and kept: eight bytes a run in SQLite, so that
 * any stretch of a hundred thousand runs costs no more than the first.
 */
export function findRuns(
  queries: Queries,
  request: FoundRuns,
  options: { isExact?: boolean } = {},
): Promise<RunKeys> {
  const find = async () => {
    const isIndexed = await isIndexedForSearch(queries, request);
    const metricValue = request.order_metric_value;
    const order = tableOrder(request.order_by ?? [], { metricValue, isIndexed });
    const { rows } = await sql<{ ids: string | null }>`
      select ${ALL_IDS} as ids from (
        select ${runKey()} as id from runs ${order.joins}
        where ${foundCondition(request, isIndexed)} order by ${order.terms} ${IN_ORDER}
      ) as found`.execute(queries);
    return toRunKeys(parseIds(rows[0]?.ids ?? "[]"));
  };
  return keep(queries, `runs ${foundKey(request)}`, find, options);
}

/** What the database wrote as an array of keys. */
function parseIds(json: string): RunKey[] {
  return JSON.parse(json) as RunKey[];
}
