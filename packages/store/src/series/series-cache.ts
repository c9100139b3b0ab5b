import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { Columns } from "./columns.ts";
import { LONG } from "./kept-chunk.ts";
import { KeptLine, type Reading } from "./kept-line.ts";
import {
  isBehind,
  keepMore,
  keepWhole,
  type KeptChunks,
  readKeptChunks,
  readKeptColumns,
  readKeptStretches,
  writeKept,
} from "./kept-series.ts";
import { idOf, type MetricName } from "./metric-name.ts";
import { collectorOf, TooManyPoints } from "./point-collector.ts";
import { summarize, type Summary } from "./summarize.ts";

/**
 * Of all metrics together: 48 MB. They go with the thread, a minute after the last chart. A metric of
 * more is kept before it is looked at, and stays in memory only while something needs all of it.
 */
const MAX_POINTS = 2_000_000;
/** At 16 MB for a million points. */
const MAX_LINES = 5;

interface Entry extends MetricName {
  columns: Columns;
  /** The run's last row when it was read; points are only ever added. */
  lastRow: number;
  /** How many of them stand in the database as columns, before the others. */
  kept: number;
}

interface Noted extends MetricName {
  readonly isLong: boolean;
  readonly count: number;
}

interface KeptSeries {
  readonly kept: KeptChunks;
  readonly line: KeptLine;
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
 * points are read. Along its steps a metric that is kept is sampled without reading most of it.
 */
export class SeriesCache {
  readonly #connection: SqliteConnection;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #pointCount = 0;
  /** What was read of what is kept, and whether much is to be added to that. */
  readonly #noted = new Map<string, Noted>();
  /** Those that were to be kept before they are read; where that failed they are read all the same. */
  readonly #triedToKeep = new Set<string>();
  /** Of which all that was kept is known to be there still. */
  readonly #checked = new Set<string>();
  /** What was read of what is kept, for as long as nobody writes to the database, and looks go on. */
  readonly #lines = new Map<string, KeptSeries>();
  #schemaVersion: unknown;
  #dataVersion: unknown;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /**
   * Makes the reads within see one state, so that what is new is told from what was read. They are
   * made anew once a metric was kept that is too long to be read.
   */
  inSnapshot<Result>(work: () => Result): Result {
    for (;;) {
      try {
        return this.#connection.inSnapshot(() => {
          this.#forgetAfterVacuum();
          this.#forgetLinesAfterWrite();
          return work();
        });
      } catch (error) {
        if (!(error instanceof TooManyPoints)) throw error;
        this.#triedToKeep.add(idOf(error.metric));
        keepWhole(this.#connection, error.metric);
      }
    }
  }

  /** A metric's points as they are now; none of an unknown one. */
  read(runId: string, key: string): Columns {
    const lastRow = collectorOf(this.#connection).lastRowOf(runId);
    const id = idOf({ runId, key });
    const known = this.#entries.get(id);
    if (known) this.#forget(id, known);
    // Fewer rows than before: the run was removed for good, and perhaps made anew.
    const entry = known && known.lastRow <= lastRow ? known : this.#open(runId, key, lastRow);
    if (entry.lastRow < lastRow) {
      if (entry.columns.length > 0) {
        entry.columns.add(collectorOf(this.#connection).readAfter(entry.lastRow, runId, key));
      } else entry.columns = this.#readAll({ runId, key });
      entry.columns.sort();
      entry.lastRow = lastRow;
    }
    this.#keep(id, entry);
    return entry.columns;
  }

  /** What a metric answers along its steps, from what is kept of it; nothing where that is not enough. */
  readKept<Answer>(
    metric: MetricName,
    ask: (line: KeptLine) => Reading<Answer>,
  ): Answer | undefined {
    const found = this.#findKept(metric);
    if (found === undefined) return undefined;
    const { needed, columns, toAnswer } = ask(found.line);
    const [values = new Float64Array(), times] = columns.map((column) =>
      readKeptStretches(this.#connection, metric, found.kept, needed, column),
    );
    return toAnswer(values, times);
  }

  /** What a metric tells as a whole; all of its columns are read where they are not kept. */
  summarize(metric: MetricName): Summary {
    const found = this.#findKept(metric);
    return found?.line.summarize() ?? summarize(this.read(metric.runId, metric.key));
  }

  #findKept(metric: MetricName): KeptSeries | undefined {
    const id = idOf(metric);
    if (this.#entries.has(id)) return undefined;
    const known = this.#lines.get(id);
    if (known !== undefined) return known;
    const kept = readKeptChunks(this.#connection, metric);
    if (kept === undefined) return undefined;
    const { runId, key } = metric;
    const tail = collectorOf(this.#connection).readAfter(kept.lastRow, runId, key);
    tail.sort();
    if (!isBehind(tail, kept)) return undefined;
    const count = kept.count + tail.length;
    this.#noted.set(id, { ...metric, isLong: tail.length >= LONG, count });
    const summaries = kept.chunks.map(({ summary }) => summary);
    const found = { kept, line: new KeptLine(summaries, tail) };
    if (this.#lines.size >= MAX_LINES) this.#lines.clear();
    this.#lines.set(id, found);
    return found;
  }

  /**
   * Once nobody waits: sees whether what is kept is true still, reads the rest of it, and keeps in the
   * database, as columns, what is long and stands there as rows only.
   */
  save(): void {
    for (const [id, { isLong, count, ...metric }] of this.#noted) {
      const isTrue = this.#checked.has(id) || this.#check(id, metric);
      if (isTrue && isLong) keepMore(this.#connection, metric);
      // The next look finds it in memory.
      if (count <= MAX_POINTS) this.inSnapshot(() => this.read(metric.runId, metric.key));
    }
    this.#noted.clear();
    this.#lines.clear();
    for (const [id, entry] of this.#entries) {
      const { runId, key, columns, kept } = entry;
      if (columns.length > MAX_POINTS) this.#forget(id, entry);
      if (columns.length - kept < LONG) continue;
      if (kept > 0) keepMore(this.#connection, { runId, key });
      else writeKept(this.#connection.path, { runId, key, from: 0 }, entry);
      entry.kept = columns.length;
    }
  }

  #open(runId: string, key: string, lastRow: number): Entry {
    const metric = { runId, key };
    const found = readKeptChunks(this.#connection, metric);
    const columns = new Columns();
    if (found === undefined) return { ...metric, columns, lastRow: 0, kept: 0 };
    this.#noted.set(idOf(metric), { ...metric, isLong: false, count: found.count });
    const added = collectorOf(this.#connection).readAfter(found.lastRow, runId, key);
    added.sort();
    // Points that came late are not kept behind the others: all are kept anew.
    const kept = isBehind(added, found) ? found.count : 0;
    readKeptColumns(this.#connection, metric, found, columns);
    columns.add(added);
    columns.sort();
    return { ...metric, columns, lastRow, kept };
  }

  #readAll(metric: MetricName): Columns {
    const limit = this.#triedToKeep.has(idOf(metric)) ? Infinity : MAX_POINTS;
    return collectorOf(this.#connection).readAll(metric, limit);
  }

  /** Whether no point was removed by hand since it was kept; else all are kept anew. */
  #check(id: string, metric: MetricName): boolean {
    const { runId, key } = metric;
    const collector = collectorOf(this.#connection);
    this.#checked.add(id);
    const isTrue = this.inSnapshot(() => {
      const kept = readKeptChunks(this.#connection, metric);
      if (kept === undefined) return true;
      const added = collector.readAfter(kept.lastRow, runId, key);
      return kept.count + added.length === collector.count(runId, key);
    });
    if (isTrue) return true;
    keepWhole(this.#connection, metric);
    const known = this.#entries.get(id);
    if (known) this.#forget(id, known);
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

  #forgetLinesAfterWrite(): void {
    const version = this.#connection.dataVersion();
    if (version !== this.#dataVersion) this.#lines.clear();
    this.#dataVersion = version;
  }

  #forgetAfterVacuum(): void {
    const version = this.#connection.schemaVersion();
    if (version === this.#schemaVersion) return;
    this.#schemaVersion = version;
    this.#entries.clear();
    this.#checked.clear();
    this.#pointCount = 0;
  }
}
