import type { Bindable } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { Columns } from "./columns.ts";
import type { MetricName } from "./metric-name.ts";

const COLLECT = `SELECT mlflow_ts_collect(
  CAST(step AS REAL), CAST(timestamp AS REAL), iif(is_nan, NULL, value)) AS count FROM metrics`;

// Without statistics SQLite would prefer the primary key, and read the metric of every run.
const ALL_POINTS = `${COLLECT} INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ? AND key = ?`;
const SOME_POINTS = `${ALL_POINTS} AND step BETWEEN ? AND ? AND rowid <= ?`;
const STEP_AT = `SELECT step FROM metrics INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ? AND key = ? AND step >= ? AND rowid <= ? ORDER BY step LIMIT 1 OFFSET ?`;
const NEW_POINTS = `${COLLECT} INDEXED BY index_metrics_run_uuid
  WHERE run_uuid = ? AND rowid > ? AND key = ?`;
const LAST_ROW = `SELECT max(rowid) AS last FROM metrics INDEXED BY index_metrics_run_uuid
  WHERE run_uuid = ?`;
const COUNT = `SELECT count(*) AS count FROM metrics INDEXED BY index_metrics_run_uuid_key_step
  WHERE run_uuid = ? AND key = ?`;

/** A metric has more points than were to be read at once. */
export class TooManyPoints extends Error {
  readonly metric: MetricName;

  constructor(metric: MetricName) {
    super("a metric has too many points to read them at once");
    this.metric = metric;
  }
}

interface StepsBetween {
  readonly first: bigint;
  readonly last: bigint;
}

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
  #limit = Infinity;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    connection.createCollector("mlflow_ts_collect", (step, time, value) => {
      // It ends the statement, but Node does not pass it on.
      if (this.#sink.length > this.#limit) throw new Error("too many points");
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
    if (row === 0) return this.#read(ALL_POINTS, [runId, key]);
    return this.#read(NEW_POINTS, [runId, row, key]);
  }

  /**
   * All points of a metric, in no order.
   *
   * @throws TooManyPoints when they are more than `limit`.
   */
  readAll(metric: MetricName, limit: number): Columns {
    const columns = this.#read(ALL_POINTS, [metric.runId, metric.key], limit);
    if (columns.length > limit) throw new TooManyPoints(metric);
    return columns;
  }

  /** The points of some steps of a metric in rows up to `row`, in no order. */
  readBetween({ runId, key }: MetricName, { first, last }: StepsBetween, row: number): Columns {
    return this.#read(SOME_POINTS, [runId, key, first, last, row]);
  }

  /**
   * The step of the point that follows `offset` others from step `first` on, in rows up to `row`;
   * undefined of too few.
   */
  stepAt(
    { runId, key }: MetricName,
    first: bigint,
    offset: number,
    row: number,
  ): bigint | undefined {
    const found = this.#connection.prepare(STEP_AT).get(runId, key, first, row, offset);
    return found && BigInt(found["step"] as number | bigint);
  }

  /** Stops behind the first point that is more than `limit`. */
  #read(sql: string, parameters: readonly Bindable[], limit = Infinity): Columns {
    const columns = new Columns();
    this.#sink = columns;
    this.#limit = limit;
    this.#connection.prepare(sql).get(...parameters);
    return columns;
  }
}
