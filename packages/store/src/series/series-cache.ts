import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { Columns } from "./columns.ts";

/** Of all metrics together: 48 MB. They go with the thread, a minute after the last chart. */
const MAX_POINTS = 2_000_000;

const COLLECT = `SELECT mlflow_ts_collect(
  CAST(step AS REAL), CAST(timestamp AS REAL), iif(is_nan, NULL, value)) AS count FROM metrics`;

// Without statistics SQLite would prefer the primary key, and read the metric of every run.
const ALL_POINTS = `${COLLECT} INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ? AND key = ?`;
const NEW_POINTS = `${COLLECT} INDEXED BY index_metrics_run_uuid
  WHERE run_uuid = ? AND rowid > ? AND key = ?`;
const LAST_ROW = `SELECT max(rowid) AS last FROM metrics INDEXED BY index_metrics_run_uuid
  WHERE run_uuid = ?`;

interface Entry {
  readonly columns: Columns;
  /** The run's last row when it was read; points are only ever added. */
  lastRow: number;
}

/**
 * Metrics that were read, as columns, kept while they are being looked at: a million points take
 * half a second to read and ten milliseconds to sample. Later only new points are read.
 */
export class SeriesCache {
  readonly #connection: SqliteConnection;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #pointCount = 0;
  #schemaVersion: unknown;
  #sink = new Columns();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    connection.createCollector("mlflow_ts_collect", (step, time, value) => {
      this.#sink.push(step ?? 0, time ?? 0, value ?? NaN);
    });
  }

  /** Makes the reads within see one state, so that what is new is told from what was read. */
  inSnapshot(work: () => void): void {
    this.#connection.execute("BEGIN");
    try {
      this.#forgetAfterVacuum();
      work();
    } finally {
      this.#connection.execute("COMMIT");
    }
  }

  /** A metric's points as they are now; none of an unknown one. */
  read(runId: string, key: string): Columns {
    const lastRow = Number(this.#connection.prepare(LAST_ROW).get(runId)?.["last"] ?? 0);
    const id = JSON.stringify([runId, key]);
    const known = this.#entries.get(id);
    if (known) this.#forget(id, known);
    // Fewer rows than before: the run was removed for good, and perhaps made anew.
    const entry =
      known && known.lastRow <= lastRow ? known : { columns: new Columns(), lastRow: 0 };
    if (entry.lastRow < lastRow) {
      this.#sink = entry.columns;
      if (entry.lastRow === 0) this.#connection.prepare(ALL_POINTS).get(runId, key);
      else this.#connection.prepare(NEW_POINTS).get(runId, entry.lastRow, key);
      entry.columns.sort();
      entry.lastRow = lastRow;
    }
    this.#keep(id, entry);
    return entry.columns;
  }

  #keep(id: string, entry: Entry): void {
    this.#entries.set(id, entry);
    this.#pointCount += entry.columns.length;
    for (const [oldest, { columns }] of this.#entries) {
      if (this.#pointCount <= MAX_POINTS || oldest === id) break;
      this.#entries.delete(oldest);
      this.#pointCount -= columns.length;
    }
  }

  #forget(id: string, entry: Entry): void {
    this.#entries.delete(id);
    this.#pointCount -= entry.columns.length;
  }

  /** VACUUM may number the rows anew; it then also changes the schema's version. */
  #forgetAfterVacuum(): void {
    const version = this.#connection.prepare("PRAGMA schema_version").get()?.["schema_version"];
    if (version === this.#schemaVersion) return;
    this.#schemaVersion = version;
    this.#entries.clear();
    this.#pointCount = 0;
  }
}
