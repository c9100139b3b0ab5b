import type { Int64 } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import { perDialect } from "../db/per-dialect.ts";
import { unindexed } from "../db/plan-hints.ts";
import type { HistoryStart, Place } from "./history-token.ts";
import { METRICS_BY_RUN } from "./metrics-by-run.ts";

export type PointRow = [value: number, timestamp: Int64, step: Int64, isNan: number];

/** Runs a statement that selects the columns of {@link PointRow}, or of an {@link Entry}. */
export type ReadRows = <Row>(statement: RawBuilder<unknown>) => Promise<Row[]>;

/** A row's place among those of all runs: the columns of the table's key after the metric's. */
type Entry = [timestamp: Int64, step: Int64, runId: string, value: number, isNan: number];

interface Series {
  readonly runId: string;
  readonly key: string;
}

const ENTRY_COLUMNS = ["timestamp", "step", "run_uuid", "value", "is_nan"] as const;
const COLUMNS = sql.join(ENTRY_COLUMNS.map((column) => sql.ref(column)));

/** The table by its key; SQLite is not told, as `run_uuid` is hidden from its other indexes. */
const METRICS_BY_KEY = perDialect({
  sqlite: sql.table("metrics"),
  postgresql: sql.table("metrics"),
  mysql: sql`metrics force index (primary)`,
});

/**
 * Databases that know numbers of rows take them for spread evenly, and would look for the last points
 * of a run among all later ones of other runs, for the sake of their order.
 */
const SORTED_TIMESTAMP = perDialect({
  sqlite: sql.ref("timestamp"),
  postgresql: sql`timestamp + 0`,
  mysql: sql`timestamp + 0`,
});

/** The fewest rows of all runs that are looked at for a page. */
const MIN_WINDOW = 20_000;
/** Where fewer rows than one in so many are this run's, its own are read and sorted instead. */
const MAX_ROWS_FOR_ONE = 8;

/**
 * At most `limit` points from a place on, in MLflow's order: timestamp, step, value; the rest of the
 * key makes it the same each time.
 *
 * No index has this order for one run. By run and metric there is only one by step, so that all of a
 * history is read and sorted for any page of it. The table's key has it, mixed with the points that
 * other runs log under the same name: it is followed, a window at a time, as long as enough of the
 * points are this run's.
 */
export async function findPoints(
  read: ReadRows,
  series: Series,
  start: HistoryStart,
  limit: number,
): Promise<PointRow[]> {
  if (start.after === undefined) return read(pointsByRun(series, limit, start.offset));
  let found: PointRow[] = [];
  let from = toEntry(series, start.after);
  for (let size = Math.max(MIN_WINDOW, 2 * limit); ; size *= 2) {
    const [end] = await read<Entry>(entryBehind(series, from, size));
    const points = await read<PointRow>(pointsBetween(series, from, end, limit - found.length));
    found = found.concat(points);
    if (end === undefined || found.length === limit) return found;
    from = end;
    if (points.length * MAX_ROWS_FOR_ONE < size) break;
  }
  return found.concat(await read<PointRow>(pointsByRun(series, limit - found.length, 0, from)));
}

function toEntry({ runId }: Series, { timestamp, step, value, isNan }: Place): Entry {
  return [timestamp, step, runId, value, isNan];
}

/** Of all points of this name, whosever, the one that is `count` behind another. */
function entryBehind({ key }: Series, from: Entry, count: number): RawBuilder<unknown> {
  return sql`select ${COLUMNS} from ${METRICS_BY_KEY} where "key" = ${key} and ${compare(">", from)}
    order by ${COLUMNS} limit 1 offset ${count - 1}`;
}

/** The run's points behind one entry, up to another. */
function pointsBetween(
  { runId, key }: Series,
  from: Entry,
  end: Entry | undefined,
  limit: number,
): RawBuilder<unknown> {
  const upTo = end === undefined ? sql`` : sql`and ${compare("<=", end)}`;
  return sql`select value, timestamp, step, is_nan from ${METRICS_BY_KEY}
    where "key" = ${key} and ${unindexed(sql.ref("run_uuid"))} = ${runId}
      and ${compare(">", from)} ${upTo}
    order by ${COLUMNS} limit ${limit}`;
}

/** The run's points behind an entry, all of them read by run and sorted. */
function pointsByRun(
  { runId, key }: Series,
  limit: number,
  offset: number,
  from?: Entry,
): RawBuilder<unknown> {
  const behind = from === undefined ? sql`` : sql`and ${compare(">", from)}`;
  const isFirstPage = from === undefined && offset === 0;
  const timestamp = isFirstPage ? sql`timestamp` : SORTED_TIMESTAMP;
  return sql`select value, timestamp, step, is_nan from ${METRICS_BY_RUN}
    where run_uuid = ${runId} and "key" = ${key} ${behind}
    order by ${timestamp}, step, value, is_nan limit ${limit} offset ${offset}`;
}

/**
 * Whether a row stands behind an entry, or up to it. MySQL seeks no row of values by an index, but
 * the same said column by column.
 */
function compare(operator: ">" | "<=", entry: Entry): RawBuilder<unknown> {
  const rows = sql`(${COLUMNS}) ${sql.raw(operator)} (${sql.join(entry)})`;
  return perDialect({ sqlite: rows, postgresql: rows, mysql: compareByColumn(operator, entry) });
}

function compareByColumn(operator: ">" | "<=", entry: Entry): RawBuilder<unknown> {
  const beyond = sql.raw(operator === ">" ? ">" : "<");
  let comparison: RawBuilder<unknown> | undefined;
  for (const [index, name] of [...ENTRY_COLUMNS.entries()].toReversed()) {
    const column = sql.ref(name);
    const value = entry[index];
    comparison =
      comparison === undefined
        ? sql`${column} ${sql.raw(operator)} ${value}`
        : sql`(${column} ${beyond} ${value} or (${column} = ${value} and ${comparison}))`;
  }
  return sql`${comparison}`;
}
