/**
 * Long metrics as columns in a table of our own in SQLite, so that a chart of a million points reads
 * neither a million rows nor all of the columns. MLflow knows nothing of it, and it can be dropped
 * without loss.
 */
import { SqliteConnection } from "../db/sqlite-connection.ts";
import { at, type Columns } from "./columns.ts";
import {
  CHUNK,
  type ChunkSummary,
  decodeDoubles,
  decodeSummary,
  encodeChunk,
  LONG,
} from "./kept-chunk.ts";
import type { Stretch } from "./kept-line.ts";
import type { MetricName } from "./metric-name.ts";
import { collectorOf } from "./point-collector.ts";

const WAIT_FOR_LOCK_MS = 2000;
/** Points that are read and kept at once. */
const LOT = 8 * CHUNK;
const MIN_STEP = -(2n ** 63n);
const MAX_STEP = 2n ** 63n - 1n;

/**
 * A metric's chunks follow each other by `first`, in the order of its points. The last one of each
 * write tells the run's last row when it was read, and what stood there: VACUUM may number the rows
 * anew, in their order, and they are as they were only where the same point still stands in that row.
 * What is read more often stands before what is read with it only: SQLite finds a column by way of
 * those before.
 */
const CREATE = `CREATE TABLE IF NOT EXISTS mlflow_ts_series_2 (
  run_uuid VARCHAR(32) NOT NULL, key VARCHAR(250) NOT NULL, first INTEGER NOT NULL,
  point_count INTEGER NOT NULL, last_row INTEGER, last_point VARCHAR,
  summary BLOB NOT NULL, "values" BLOB NOT NULL, times BLOB NOT NULL,
  PRIMARY KEY (run_uuid, key, first),
  FOREIGN KEY (run_uuid) REFERENCES runs (run_uuid) ON DELETE CASCADE)`;
/** What older versions keep, whole, under another name, so that each reads its own. */
const DROP_OLDER = "DROP TABLE IF EXISTS mlflow_ts_series";
const FIND_TABLE = `SELECT 1 FROM sqlite_master
  WHERE type = 'table' AND name = 'mlflow_ts_series_2'`;
const POINT = "json_array(key, step, timestamp, value, is_nan)";
const LAST = `SELECT first, point_count, last_row FROM mlflow_ts_series_2
  WHERE run_uuid = ?1 AND key = ?2 AND last_point =
    (SELECT ${POINT} FROM metrics WHERE metrics.rowid = last_row AND run_uuid = ?1)
  ORDER BY first DESC LIMIT 1`;
const CHUNKS = `SELECT first, summary FROM mlflow_ts_series_2
  WHERE run_uuid = ? AND key = ? AND first <= ? ORDER BY first`;
const COLUMNS = `SELECT times, "values" FROM mlflow_ts_series_2
  WHERE run_uuid = ? AND key = ? AND first = ?`;
const INSERT = `INSERT INTO mlflow_ts_series_2
  (run_uuid, key, first, point_count, summary, times, "values") VALUES (?, ?, ?, ?, ?, ?, ?)`;
const COMPLETE = `UPDATE mlflow_ts_series_2 SET (last_row, last_point) =
    (SELECT rowid, ${POINT} FROM metrics WHERE rowid = ?)
  WHERE run_uuid = ? AND key = ? AND first = ?`;
const REMOVE = "DELETE FROM mlflow_ts_series_2 WHERE run_uuid = ? AND key = ? AND first >= ?";
const KEYS = "SELECT DISTINCT key FROM mlflow_ts_series_2 WHERE run_uuid = ?";

interface KeptEnd {
  /** Of the last chunk that was written whole. */
  readonly first: number;
  readonly count: number;
  readonly lastRow: number;
}

export interface KeptChunks {
  readonly chunks: readonly { readonly first: number; readonly summary: ChunkSummary }[];
  readonly count: number;
  /** The run's last row when they were read; what came later is not among them. */
  readonly lastRow: number;
}

/** The metrics of a run of which something is kept: the long ones. */
export function listKept(connection: SqliteConnection, runId: string): string[] {
  if (!hasTable(connection)) return [];
  const rows = connection.prepare(KEYS).all(runId);
  return rows.map(({ key }) => String(key));
}

/** What tells of the kept points of a metric; undefined of most, of which none are kept. */
export function readKeptChunks(
  connection: SqliteConnection,
  metric: MetricName,
): KeptChunks | undefined {
  const end = findEnd(connection, metric);
  if (end === undefined) return undefined;
  const rows = connection.prepare(CHUNKS).all(metric.runId, metric.key, end.first);
  const chunks = rows.map(({ first, summary }) => ({
    first: Number(first),
    // The column's type is that of the table.
    summary: decodeSummary(summary as Uint8Array),
  }));
  const count = chunks.reduce((sum, { summary }) => sum + summary.totals.count, 0);
  // Two servers may have written at once, and one removed what the other counts on.
  return count === end.count ? { chunks, count, lastRow: end.lastRow } : undefined;
}

/** Adds the kept points to columns. */
export function readKeptColumns(
  connection: SqliteConnection,
  { runId, key }: MetricName,
  { chunks, count }: KeptChunks,
  columns: Columns,
): void {
  columns.reserve(count);
  for (const { first, summary } of chunks) {
    const { times, values } = connection.prepare(COLUMNS).get(runId, key, first) ?? {};
    columns.append(
      summary.writeSteps,
      decodeDoubles(times as Uint8Array),
      decodeDoubles(values as Uint8Array),
    );
  }
}

/** A column of stretches, one after the other. */
export function readKeptStretches(
  connection: SqliteConnection,
  { runId, key }: MetricName,
  { chunks }: KeptChunks,
  stretches: readonly Stretch[],
  column: "values" | "times",
): Float64Array {
  const select = `SELECT "${column}" AS bytes FROM mlflow_ts_series_2
    WHERE run_uuid = ? AND key = ? AND first = ?`;
  const values = new Float64Array(stretches.reduce((sum, { start, end }) => sum + end - start, 0));
  let read = -1;
  let doubles: Float64Array = new Float64Array();
  let length = 0;
  for (const { chunk, start, end } of stretches) {
    // SQLite reads a column whole, whatever part of it is asked for.
    if (chunk !== read) {
      const row = connection.prepare(select).get(runId, key, chunks[chunk]?.first ?? 0);
      doubles = decodeDoubles(row?.["bytes"] as Uint8Array);
      read = chunk;
    }
    values.set(doubles.subarray(start, end), length);
    length += end - start;
  }
  return values;
}

/** Keeps what was added to a metric since it was last kept, when that is much. */
export function keepMore(connection: SqliteConnection, metric: MetricName): void {
  const { runId, key } = metric;
  const collector = collectorOf(connection);
  const fresh = connection.inSnapshot(() => {
    const kept = readKeptChunks(connection, metric);
    if (kept === undefined) return undefined;
    const columns = collector.readAfter(kept.lastRow, runId, key);
    columns.sort();
    // Points that came late are not kept behind the others: all are kept anew.
    if (columns.length >= LONG && !isBehind(columns, kept)) return undefined;
    return { from: kept.count, columns, lastRow: collector.lastRowOf(runId) };
  });
  if (fresh === undefined) {
    if (collector.count(runId, key) >= LONG) keepWhole(connection, metric);
  } else if (fresh.columns.length >= LONG) {
    writeKept(connection.path, { ...metric, from: fresh.from }, fresh);
  }
}

/**
 * Keeps a metric anew, lot by lot, so that ten million points take no more memory than half a
 * million.
 */
export function keepWhole(connection: SqliteConnection, metric: MetricName): void {
  const collector = collectorOf(connection);
  const lastRow = collector.lastRowOf(metric.runId);
  let from = 0;
  let first: bigint | undefined = MIN_STEP;
  while (first !== undefined) {
    const last: bigint = collector.stepAt(metric, first, LOT - 1, lastRow) ?? MAX_STEP;
    const columns = collector.readBetween(metric, { first, last }, lastRow);
    first = last < MAX_STEP ? collector.stepAt(metric, last + 1n, 0, lastRow) : undefined;
    const lot = { columns, lastRow: first === undefined ? lastRow : undefined };
    if (!writeKept(connection.path, { ...metric, from }, lot)) return;
    from += columns.length;
  }
}

/** Whether all of some points come after those that are kept, by their steps. */
export function isBehind(points: Columns, { chunks }: KeptChunks): boolean {
  const lastStep = chunks.at(-1)?.summary.totals.last.step ?? -Infinity;
  return points.length === 0 || at(points.steps, 0) > lastStep;
}

/**
 * Keeps the points of a metric that follow the first `from`, which are kept already, in place of
 * what was kept of them. Nothing is read of them before they are kept up to a row. A database that is
 * busy or full is left as it is, and false is answered: the points stand in their rows. Each chunk is
 * a write of its own: others wait for 1.5 MB to be written, no longer.
 */
export function writeKept(
  path: string,
  { runId, key, from }: MetricName & { readonly from: number },
  { columns, lastRow }: { readonly columns: Columns; readonly lastRow: number | undefined },
): boolean {
  const connection = new SqliteConnection(path, { readOnly: false });
  try {
    connection.execute(`PRAGMA busy_timeout = ${WAIT_FOR_LOCK_MS}; PRAGMA foreign_keys = ON;
      PRAGMA synchronous = NORMAL`);
    if (!hasTable(connection)) connection.execute(`${DROP_OLDER}; ${CREATE}`);
    connection.prepare(REMOVE).run(runId, key, from);
    columns.sort();
    let last = from;
    for (let start = 0; start < columns.length; start += CHUNK) {
      last = from + start;
      const chunk = encodeChunk(columns, start, Math.min(start + CHUNK, columns.length));
      const { count, summary, times, values } = chunk;
      connection.prepare(INSERT).run(runId, key, last, count, summary, times, values);
    }
    if (lastRow !== undefined) connection.prepare(COMPLETE).run(lastRow, runId, key, last);
    return true;
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error)) throw error;
    return false;
  } finally {
    connection.close();
  }
}

function hasTable(connection: SqliteConnection): boolean {
  return connection.prepare(FIND_TABLE).get() !== undefined;
}

function findEnd(connection: SqliteConnection, { runId, key }: MetricName): KeptEnd | undefined {
  const row = hasTable(connection) ? connection.prepare(LAST).get(runId, key) : undefined;
  if (row === undefined) return undefined;
  const first = Number(row["first"]);
  return { first, count: first + Number(row["point_count"]), lastRow: Number(row["last_row"]) };
}
