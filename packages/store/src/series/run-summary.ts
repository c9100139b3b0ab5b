import { encodeDouble, type Int64, type MetricSummary } from "@mlflow-ts/contract";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { LONG } from "./kept-chunk.ts";
import { listKept } from "./kept-series.ts";
import { collectorOf } from "./point-collector.ts";
import { seriesCacheOf } from "./series-cache.ts";

interface PointRow {
  readonly key: string;
  readonly value: number;
  readonly timestamp: Int64;
  readonly step: Int64;
  readonly is_nan: 0 | 1;
  readonly count: number;
}

const COLUMNS = "key, timestamp, step, is_nan";
const IS_FINITE = `NOT is_nan AND abs(value) < ${Number.MAX_VALUE}`;

/** From the index alone, of all metrics but those that are kept as columns. */
const COUNTS = `SELECT key, count(*) AS count FROM metrics
  INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ?1 AND key IN (SELECT key FROM latest_metrics
    WHERE run_uuid = ?1 AND key NOT IN (SELECT value FROM json_each(?2))) GROUP BY key`;

/**
 * SQLite takes the other columns from the row that has the smallest or largest value, of several the
 * first that it meets: here they come in the order of steps.
 */
const summarizeAll = (value: string, condition: string) =>
  `SELECT ${COLUMNS}, count(*) AS count, ${value}
   FROM metrics INDEXED BY index_metrics_run_uuid_key_step
   WHERE run_uuid = ? AND key IN (SELECT value FROM json_each(?)) AND ${condition} GROUP BY key`;
const SMALLEST = summarizeAll("min(value) AS value", IS_FINITE);
const LARGEST = summarizeAll("max(value) AS value", IS_FINITE);
const FIRST_BROKEN = summarizeAll("value, min(step)", `NOT (${IS_FINITE})`);

const ADDED = `SELECT ${COLUMNS}, 1 AS count, value, ${IS_FINITE} AS is_finite
  FROM metrics INDEXED BY index_metrics_run_uuid WHERE run_uuid = ? AND rowid > ?`;

/**
 * What the metrics of one run tell as a whole. A million points take their time to look through, so
 * that later only rows which were added are read: points are never changed.
 */
export class RunSummary {
  readonly #runId: string;
  readonly #metrics = new Map<string, MetricSummary>();
  /** The run's last row when it was read. */
  #lastRow = 0;

  constructor(runId: string) {
    this.#runId = runId;
  }

  /** Reads what is new; false when rows are missing, as after a run was removed and made anew. */
  update(connection: SqliteConnection): boolean {
    const lastRow = collectorOf(connection).lastRowOf(this.#runId);
    if (lastRow < this.#lastRow) return false;
    if (this.#lastRow === 0) this.#readAll(connection);
    else if (lastRow > this.#lastRow) this.#readAdded(connection);
    this.#lastRow = lastRow;
    return true;
  }

  metrics(): MetricSummary[] {
    return [...this.#metrics.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  #readAll(connection: SqliteConnection): void {
    const kept = listKept(connection, this.#runId);
    const counts = connection.prepare(COUNTS).all(this.#runId, JSON.stringify(kept));
    const keys = (isWanted: (count: number) => boolean) =>
      counts.filter(({ count }) => isWanted(Number(count))).map(({ key }) => String(key));
    for (const key of [...kept, ...keys((count) => count >= LONG)]) this.#readLong(connection, key);
    const short = JSON.stringify(keys((count) => count < LONG));
    // The columns are those of the schema.
    const select = (sql: string) =>
      connection.prepare(sql).all(this.#runId, short) as unknown as PointRow[];
    for (const row of select(SMALLEST)) this.#addSmallest(row);
    for (const row of select(LARGEST)) this.#addLargest(row);
    for (const row of select(FIRST_BROKEN)) this.#addBroken(row);
  }

  /** Where it is not kept, the chart beside it needs the same points, which are then at hand. */
  #readLong(connection: SqliteConnection, key: string): void {
    const metric = { runId: this.#runId, key };
    const { count, broken_count, min, max, first_broken } =
      seriesCacheOf(connection).summarize(metric);
    this.#metrics.set(key, {
      key,
      count,
      broken_count,
      ...(min && { min }),
      ...(max && { max }),
      ...(first_broken && { first_broken }),
    });
  }

  #readAdded(connection: SqliteConnection): void {
    for (const added of connection.prepare(ADDED).all(this.#runId, this.#lastRow)) {
      const row = added as unknown as PointRow & { readonly is_finite: 0 | 1 };
      if (row.is_finite) {
        this.#addSmallest(row);
        this.#addLargest(row);
      } else this.#addBroken(row);
    }
  }

  #addSmallest(row: PointRow): void {
    const known = this.#summaryOf(row.key);
    const isSmaller = known.min === undefined || isBefore(row, known.min, 1);
    this.#metrics.set(row.key, {
      ...known,
      count: known.count + row.count,
      ...(isSmaller && { min: toPoint(row) }),
    });
  }

  #addLargest(row: PointRow): void {
    const known = this.#summaryOf(row.key);
    if (known.max !== undefined && !isBefore(row, known.max, -1)) return;
    this.#metrics.set(row.key, { ...known, max: toPoint(row) });
  }

  #addBroken(row: PointRow): void {
    const known = this.#summaryOf(row.key);
    const isEarlier = known.first_broken === undefined || row.step < known.first_broken.step;
    this.#metrics.set(row.key, {
      ...known,
      count: known.count + row.count,
      broken_count: known.broken_count + row.count,
      ...(isEarlier && { first_broken: toPoint(row) }),
    });
  }

  #summaryOf(key: string): MetricSummary {
    return this.#metrics.get(key) ?? { key, count: 0, broken_count: 0 };
  }
}

type Point = NonNullable<MetricSummary["min"]>;

function toPoint({ value, timestamp, step, is_nan }: PointRow): Point {
  return { value: is_nan ? "NaN" : encodeDouble(value), timestamp, step };
}

/** Whether a finite value is smaller, or with -1 larger, or the same at an earlier step. */
function isBefore(row: PointRow, known: Point, direction: 1 | -1): boolean {
  const difference = (row.value - Number(known.value)) * direction;
  return difference < 0 || (difference === 0 && row.step < known.step);
}
