import type { Bindable } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { Columns } from "./columns.ts";

const COLLECT = `SELECT mlflow_ts_collect(
  CAST(step AS REAL), CAST(timestamp AS REAL), iif(is_nan, NULL, value)) AS count FROM metrics`;

// Without statistics SQLite would prefer the primary key, and read the metric of every run.
const ALL_POINTS = `${COLLECT} INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ? AND key = ?`;
const NEW_POINTS = `${COLLECT} INDEXED BY index_metrics_run_uuid
  WHERE run_uuid = ? AND rowid > ? AND key = ?`;
const LAST_ROW = `SELECT max(rowid) AS last FROM metrics INDEXED BY index_metrics_run_uuid
  WHERE run_uuid = ?`;
const COUNT = `SELECT count(*) AS count FROM metrics INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ? AND key = ?`;

const collectors = new WeakMap<SqliteConnection, PointCollector>();

/** The one collector of a connection. */
export function collectorOf(connection: SqliteConnection): PointCollector {
  let collector = collectors.get(connection);
  if (!collector) collectors.set(connection, (collector = new PointCollector(connection)));
  return collector;
}

/** Reads the rows of metrics into columns. Points are only ever added, so rows tell what is new. */
class PointCollector {
  readonly #connection: SqliteConnection;
  #sink = new Columns();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    connection.createCollector("mlflow_ts_collect", (step, time, value) => {
      this.#sink.push(step ?? 0, time ?? 0, value ?? NaN);
    });
  }

  /** The last row of a run; 0 when it has none. */
  lastRowOf(runId: string): number {
    return Number(this.#connection.prepare(LAST_ROW).get(runId)?.["last"] ?? 0);
  }

  /** The rows of a metric. */
  count(runId: string, key: string): number {
    return Number(this.#connection.prepare(COUNT).get(runId, key)?.["count"]);
  }

  /** The points of a metric in rows after `row`, in no order. */
  readAfter(row: number, runId: string, key: string): Columns {
    const columns = new Columns();
    if (row === 0) this.#read(columns, ALL_POINTS, runId, key);
    else this.#read(columns, NEW_POINTS, runId, row, key);
    return columns;
  }

  #read(columns: Columns, sql: string, ...parameters: Bindable[]): void {
    this.#sink = columns;
    this.#connection.prepare(sql).get(...parameters);
  }
}
