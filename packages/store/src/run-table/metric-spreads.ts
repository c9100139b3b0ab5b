import type { RunGroup } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { listTable } from "../db/in-list.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";

type Spread = NonNullable<RunGroup["metrics"][number]>;

/** Of all latest metrics for each one wanted: above, looking each up takes less than reading all. */
const ROWS_WORTH_READING = 8;

/**
 * The spread of metrics in groups of runs: for each metric by the group's value. `valuedRuns` tells
 * each run's rowid with the value of its group.
 */
export function readSpreads(
  connection: SqliteConnection,
  valuedRuns: RawBuilder<unknown>,
  keys: readonly string[],
): ReadonlyMap<string | null, Spread>[] {
  if (keys.length === 0) return [];
  const groups = readMembers(connection, valuedRuns);
  const values: Values[] = keys.map(() => new Map());
  const wantedCount = groups.size * keys.length;
  const points =
    readLastRow(connection) <= wantedCount * ROWS_WORTH_READING
      ? allPoints(keys)
      : pointsOf([...groups.keys()], keys);
  for (const [place, id, value] of scan<[number, number, number]>(connection, points)) {
    for (const group of groups.get(id) ?? []) addValue(values[place], group, value);
  }
  return values.map(toSpreads);
}

/** The same for databases of a network, which join the runs with their metrics in the best way by themselves. */
export async function readNetworkedSpreads(
  queries: Queries,
  valuedRuns: RawBuilder<unknown>,
  keys: readonly string[],
): Promise<ReadonlyMap<string | null, Spread>[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ place: number; group: string | null; value: number }>`
    select wanted.key as place, valued.value as "group", metric.value from (${valuedRuns}) as valued
    join latest_metrics as metric on metric.run_uuid = valued.id
    join ${listTable("wanted", keys)} on wanted.value = metric.key
    where ${IS_FINITE}`.execute(queries);
  const values: Values[] = keys.map(() => new Map());
  for (const { place, group, value } of rows) addValue(values[place], group, value);
  return values.map(toSpreads);
}

type Values = Map<string | null, number[]>;

function addValue(values: Values | undefined, group: string | null, value: number): void {
  const own = values?.get(group);
  if (own) own.push(value);
  else values?.set(group, [value]);
}

function toSpreads(values: Values): ReadonlyMap<string | null, Spread> {
  return new Map([...values].map(([group, own]) => [group, toSpread(own)]));
}

/** The groups of each run; with two datasets it is in both. */
function readMembers(connection: SqliteConnection, valuedRuns: RawBuilder<unknown>) {
  const members = new Map<number, readonly (string | null)[]>();
  // One list for all runs of a group: there may be a hundred thousand of them.
  const alone = new Map<string | null, readonly (string | null)[]>();
  for (const [id, value] of scan<[number, string | null]>(connection, valuedRuns)) {
    const before = members.get(id);
    let groups = alone.get(value);
    if (groups === undefined) alone.set(value, (groups = [value]));
    members.set(id, before ? [...before, value] : groups);
  }
  return members;
}

function readLastRow(connection: SqliteConnection): number {
  return Number(
    connection.prepare("SELECT max(rowid) AS last FROM latest_metrics").get()?.["last"],
  );
}

const IS_FINITE = sql`not metric.is_nan and abs(metric.value) < ${Number.MAX_VALUE}`;

/** In the order in which they were written, which spares a jump for each of them. */
function allPoints(keys: readonly string[]): RawBuilder<unknown> {
  return sql`select wanted.key, runs.rowid, metric.value
    from latest_metrics as metric not indexed
    cross join json_each(${JSON.stringify(keys)}) as wanted on wanted.value = metric.key
    cross join runs on runs.run_uuid = metric.run_uuid where ${IS_FINITE}`;
}

/** Each by its key and run. */
function pointsOf(ids: readonly number[], keys: readonly string[]): RawBuilder<unknown> {
  return sql`select wanted.key, runs.rowid, metric.value
    from json_each(${JSON.stringify(ids)}) as found
    cross join runs on runs.rowid = found.value
    cross join json_each(${JSON.stringify(keys)}) as wanted
    cross join latest_metrics as metric
      on metric.key = wanted.value and metric.run_uuid = runs.run_uuid where ${IS_FINITE}`;
}

function scan<Row>(connection: SqliteConnection, query: RawBuilder<unknown>): Row[] {
  const compiled = query.compile(connection.queries);
  // Texts and numbers are all that is bound above, and the caller knows what it selects.
  return connection.scan(compiled.sql, compiled.parameters as string[], (rows) => [
    ...(rows as Iterable<Row>),
  ]);
}

/** The deviations are from the mean: squares of large values that are close would cancel out. */
function toSpread(values: readonly number[]): Spread {
  const mean = sum(values) / values.length;
  const squares = sum(values.map((value) => (value - mean) ** 2));
  return {
    run_count: values.length,
    mean,
    min: values.reduce((a, b) => Math.min(a, b)),
    max: values.reduce((a, b) => Math.max(a, b)),
    standard_deviation: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)),
  };
}

/** With what rounding lost (Neumaier 1974), as SQLite adds too. */
function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  // Past the largest double there is nothing to mend.
  return Number.isFinite(lost) ? total + lost : total;
}
