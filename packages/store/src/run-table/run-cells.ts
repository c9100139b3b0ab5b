import { encodeDouble } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { listTable } from "../db/in-list.ts";
import { perDialect } from "../db/per-dialect.ts";
import { JOIN_IN_ORDER } from "../db/plan-hints.ts";

/** Values of some keys of some runs: `cells.get(runId)` has one for each key, in their order. */
type Cells<T> = ReadonlyMap<string, readonly (T | null)[]>;

interface CellRow {
  readonly run: string;
  /** The key's place among those asked for. */
  readonly place: number;
}

function toCells<Row extends CellRow, T>(
  rows: readonly Row[],
  keyCount: number,
  toValue: (row: Row) => T,
): Cells<T> {
  const cells = new Map<string, (T | null)[]>();
  for (const row of rows) {
    let own = cells.get(row.run);
    if (own === undefined) {
      cells.set(row.run, (own = Array.from({ length: keyCount }, () => null)));
    }
    own[row.place] = toValue(row);
  }
  return cells;
}

/**
 * Each pair of a key and a run, to be joined with a table by its primary key. A cross join, so that
 * a run's other keys are not read, of which there may be thousands.
 */
function wanted(keys: readonly string[], runIds: readonly string[]) {
  return sql`${listTable("wanted_key", keys)} cross join ${listTable("wanted_run", runIds)}`;
}

/** The latest values of metrics. */
export async function readMetricCells(
  queries: Queries,
  keys: readonly string[],
  runIds: readonly string[],
): Promise<Cells<number | "NaN">> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<CellRow & { value: number; is_nan: 0 | 1 }>`
    select wanted_run.value as run, wanted_key.key as place, metric.value, metric.is_nan
    from ${wanted(keys, runIds)}
    ${JOIN_IN_ORDER} latest_metrics as metric
      on metric.key = wanted_key.value and metric.run_uuid = wanted_run.value`.execute(queries);
  return toCells(rows, keys.length, ({ value, is_nan }) => (is_nan ? "NaN" : encodeDouble(value)));
}

const BY_RUN = perDialect({
  sqlite: sql`indexed by index_metrics_run_uuid_key_step`,
  postgresql: sql``,
  mysql: sql``,
});

/**
 * The smallest and largest finite values of metrics; reads every point of them. SQLite would look
 * through all runs' points of the key, so it is told the index.
 */
export async function readRangeCells(
  queries: Queries,
  keys: readonly string[],
  runIds: readonly string[],
): Promise<Cells<{ min: number; max: number }>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<CellRow & { min: number; max: number }>`
    select wanted_run.value as run, wanted_key.key as place,
      min(point.value) as min, max(point.value) as max
    from ${wanted(keys, runIds)}
    ${JOIN_IN_ORDER} metrics as point ${BY_RUN}
      on point.run_uuid = wanted_run.value and point.key = wanted_key.value
    where not point.is_nan and abs(point.value) < ${Number.MAX_VALUE}
    group by wanted_run.key, wanted_run.value, wanted_key.key`.execute(queries);
  return toCells(rows, keys.length, ({ min, max }) => ({ min, max }));
}

/** The values of params or tags. */
export async function readTextCells(
  queries: Queries,
  table: "params" | "tags",
  keys: readonly string[],
  runIds: readonly string[],
): Promise<Cells<string>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<CellRow & { value: string | null }>`
    select wanted_run.value as run, wanted_key.key as place, pair.value
    from ${wanted(keys, runIds)}
    ${JOIN_IN_ORDER} ${sql.table(table)} as pair
      on pair.key = wanted_key.value and pair.run_uuid = wanted_run.value`.execute(queries);
  return toCells(rows, keys.length, ({ value }) => value ?? "");
}
