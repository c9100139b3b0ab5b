import type { SqliteConnection } from "../db/sqlite-connection.ts";
import type { Columns } from "./columns.ts";
import { keepMore, LONG, readKept, writeKept } from "./kept-series.ts";
import { collectorOf } from "./point-collector.ts";

/** Of all metrics together: 48 MB. They go with the thread, a minute after the last chart. */
const MAX_POINTS = 2_000_000;

interface Entry {
  readonly runId: string;
  readonly key: string;
  readonly columns: Columns;
  /** The run's last row when it was read; points are only ever added. */
  lastRow: number;
  /** How many of them stand in the database as columns. */
  kept: number;
  /** Whether these are known to be all, none of which was removed by hand. */
  isChecked: boolean;
}

const caches = new WeakMap<SqliteConnection, SeriesCache>();

/** The one cache of a connection. */
export function seriesCacheOf(connection: SqliteConnection): SeriesCache {
  let cache = caches.get(connection);
  if (!cache) caches.set(connection, (cache = new SeriesCache(connection)));
  return cache;
}

/**
 * Metrics that were read, as columns, while they are being looked at: a million points take half a
 * second to read as rows, 50 ms as columns that were kept, and 10 ms to sample. Later only new
 * points are read.
 */
export class SeriesCache {
  readonly #connection: SqliteConnection;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #pointCount = 0;
  #schemaVersion: unknown;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** Makes the reads within see one state, so that what is new is told from what was read. */
  inSnapshot<Result>(work: () => Result): Result {
    return this.#connection.inSnapshot(() => {
      this.#forgetAfterVacuum();
      return work();
    });
  }

  /** A metric's points as they are now; none of an unknown one. */
  read(runId: string, key: string): Columns {
    const lastRow = collectorOf(this.#connection).lastRowOf(runId);
    const id = JSON.stringify([runId, key]);
    const known = this.#entries.get(id);
    if (known) this.#forget(id, known);
    // Fewer rows than before: the run was removed for good, and perhaps made anew.
    const entry = known && known.lastRow <= lastRow ? known : this.#open(runId, key, lastRow);
    if (entry.lastRow < lastRow) {
      entry.columns.add(collectorOf(this.#connection).readAfter(entry.lastRow, runId, key));
      entry.columns.sort();
      entry.lastRow = lastRow;
    }
    this.#keep(id, entry);
    return entry.columns;
  }

  /**
   * Once nobody waits: keeps in the database, as columns, what is long and stands there as rows only,
   * and sees whether what was kept is still true.
   */
  save(): void {
    const isShort = ({ columns, kept }: Entry) => columns.length - kept < LONG;
    const entries = [...this.#entries.values()];
    for (const entry of entries.filter((each) => !each.isChecked || !isShort(each))) {
      const { runId, key, columns, kept } = entry;
      if (!entry.isChecked && !this.#check(entry)) continue;
      if (isShort(entry)) continue;
      if (kept > 0) keepMore(this.#connection, runId, key);
      else writeKept(this.#connection.path, { runId, key, from: 0 }, entry);
      entry.kept = columns.length;
    }
  }

  #open(runId: string, key: string, lastRow: number): Entry {
    const { columns, lastRow: keptRow } = readKept(this.#connection, runId, key);
    const kept = columns.length;
    if (kept > 0) columns.add(collectorOf(this.#connection).readAfter(keptRow, runId, key));
    columns.sort();
    const isChecked = kept === 0;
    return { runId, key, columns, lastRow: kept > 0 ? lastRow : 0, kept, isChecked };
  }

  /** Whether no point was removed by hand since it was kept; else all are read and kept anew. */
  #check(entry: Entry): boolean {
    const { runId, key } = entry;
    const collector = collectorOf(this.#connection);
    const fresh = this.inSnapshot(() => {
      entry.isChecked = true;
      if (this.read(runId, key).length === collector.count(runId, key)) return undefined;
      return { columns: collector.readAfter(0, runId, key), lastRow: collector.lastRowOf(runId) };
    });
    if (fresh === undefined) return true;
    fresh.columns.sort();
    writeKept(this.#connection.path, { runId, key, from: 0 }, fresh);
    const id = JSON.stringify([runId, key]);
    const known = this.#entries.get(id);
    if (known) this.#forget(id, known);
    this.#keep(id, { runId, key, ...fresh, kept: fresh.columns.length, isChecked: true });
    return false;
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

  #forgetAfterVacuum(): void {
    const version = this.#connection.schemaVersion();
    if (version === this.#schemaVersion) return;
    this.#schemaVersion = version;
    this.#entries.clear();
    this.#pointCount = 0;
  }
}
