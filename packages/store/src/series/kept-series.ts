/**
 * Long metrics as columns in a table of our own, so that a chart of a million points does not read a
 * million rows: 24 bytes a point. MLflow knows nothing of it, and it can be dropped without loss.
 */
import { SqliteConnection } from "../db/sqlite-connection.ts";
import { BYTES_PER_POINT, Columns } from "./columns.ts";
import { collectorOf } from "./point-collector.ts";

/** New points of a metric from which on they are kept: that many rows take 15 ms to read. */
export const LONG = 32_768;
/** Points in a row of the table, 1.5 MB: other writers wait for one row to be written, no longer. */
const CHUNK = 65_536;
const WAIT_FOR_LOCK_MS = 2000;

/**
 * A metric's chunks follow each other by `first`. The last one of each write tells the run's last row
 * when it was read, and what stood there: VACUUM may number the rows anew, in their order, and they
 * are as they were only where the same point still stands in that row.
 */
const CREATE = `CREATE TABLE IF NOT EXISTS mlflow_ts_series (
  run_uuid VARCHAR(32) NOT NULL, key VARCHAR(250) NOT NULL, first INTEGER NOT NULL,
  columns BLOB NOT NULL, last_row INTEGER, last_point VARCHAR, PRIMARY KEY (run_uuid, key, first),
  FOREIGN KEY (run_uuid) REFERENCES runs (run_uuid) ON DELETE CASCADE)`;
const EXISTS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'mlflow_ts_series'";
const POINT = "json_array(key, step, timestamp, value, is_nan)";
const LAST = `SELECT first, length(columns) AS bytes, last_row FROM mlflow_ts_series
  WHERE run_uuid = ?1 AND key = ?2 AND last_point =
    (SELECT ${POINT} FROM metrics WHERE metrics.rowid = last_row AND run_uuid = ?1)
  ORDER BY first DESC LIMIT 1`;
const CHUNKS = `SELECT columns FROM mlflow_ts_series
  WHERE run_uuid = ? AND key = ? AND first <= ? ORDER BY first`;
const INSERT = `INSERT INTO mlflow_ts_series (run_uuid, key, first, columns) VALUES (?, ?, ?, ?)`;
const COMPLETE = `UPDATE mlflow_ts_series SET (last_row, last_point) =
    (SELECT rowid, ${POINT} FROM metrics WHERE rowid = ?)
  WHERE run_uuid = ? AND key = ? AND first = ?`;
const REMOVE = "DELETE FROM mlflow_ts_series WHERE run_uuid = ? AND key = ? AND first >= ?";
const KEYS = "SELECT DISTINCT key FROM mlflow_ts_series WHERE run_uuid = ?";

export interface Kept {
  readonly columns: Columns;
  /** The run's last row when they were read; what came later is not among them. */
  readonly lastRow: number;
}

/** The metrics of a run of which something is kept: the long ones. */
export function listKept(connection: SqliteConnection, runId: string): string[] {
  if (!hasTable(connection)) return [];
  const rows = connection.prepare(KEYS).all(runId);
  return rows.map(({ key }) => String(key));
}

/** What is kept of a metric; nothing of most. */
export function readKept(connection: SqliteConnection, runId: string, key: string): Kept {
  const columns = new Columns();
  const end = findEnd(connection, runId, key);
  if (end === undefined) return { columns, lastRow: 0 };
  const chunks = connection.prepare(CHUNKS).all(runId, key, end.first);
  columns.reserve(end.count);
  for (const { columns: bytes } of chunks) columns.append(bytes as Uint8Array);
  // Two servers may have written at once, and one removed what the other counts on.
  if (columns.length !== end.count) return { columns: new Columns(), lastRow: 0 };
  return { columns, lastRow: end.lastRow };
}

/** Keeps what was added to a metric since it was last kept, when that is much. */
export function keepMore(connection: SqliteConnection, runId: string, key: string): void {
  const end = findEnd(connection, runId, key);
  const collector = collectorOf(connection);
  const added = connection.inSnapshot(() => ({
    columns: collector.readAfter(end?.lastRow ?? 0, runId, key),
    lastRow: collector.lastRowOf(runId),
  }));
  if (added.columns.length < LONG) return;
  writeKept(connection.path, { runId, key, from: end?.count ?? 0 }, added);
}

/**
 * Keeps the points of a metric that follow the first `from`, which are kept already, in place of
 * what was kept of them. A database that is busy or full is left as it is: the points stand in
 * their rows.
 */
export function writeKept(
  path: string,
  metric: { readonly runId: string; readonly key: string; readonly from: number },
  { columns, lastRow }: Kept,
): void {
  const { runId, key, from } = metric;
  const connection = new SqliteConnection(path, { readOnly: false });
  try {
    connection.execute(
      `PRAGMA busy_timeout = ${WAIT_FOR_LOCK_MS}; PRAGMA foreign_keys = ON;
       PRAGMA synchronous = NORMAL; ${CREATE}`,
    );
    connection.prepare(REMOVE).run(runId, key, from);
    let last = from;
    for (let first = 0; first < columns.length; first += CHUNK) {
      last = from + first;
      connection.prepare(INSERT).run(runId, key, last, columns.encode(first, first + CHUNK));
    }
    connection.prepare(COMPLETE).run(lastRow, runId, key, last);
  } catch (error) {
    if (!(error instanceof Error && "errcode" in error)) throw error;
  } finally {
    connection.close();
  }
}

function hasTable(connection: SqliteConnection): boolean {
  return connection.prepare(EXISTS).get() !== undefined;
}

/** The last chunk that was written whole. */
function findEnd(
  connection: SqliteConnection,
  runId: string,
  key: string,
): { first: number; count: number; lastRow: number } | undefined {
  const row = hasTable(connection) ? connection.prepare(LAST).get(runId, key) : undefined;
  if (row === undefined) return undefined;
  const first = Number(row["first"]);
  const count = first + Number(row["bytes"]) / BYTES_PER_POINT;
  return { first, count, lastRow: Number(row["last_row"]) };
}
