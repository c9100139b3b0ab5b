import type { Pool } from "pg";
import type { ClickHouse } from "./clickhouse.ts";
import { Gatherer } from "./gatherer.ts";
import {
  encodePoints,
  type LoggedPoint,
  type Point,
  type PointsOfRun,
  RowBinaryReader,
  toStored,
} from "./row-binary.ts";

const POINTS_TABLE = `
  CREATE TABLE IF NOT EXISTS points (
    run_id    FixedString(32),
    key       LowCardinality(String),
    step      Int64   CODEC(DoubleDelta, ZSTD(1)),
    timestamp Int64   CODEC(DoubleDelta, ZSTD(1)),
    value     Float64 CODEC(Gorilla, ZSTD(1)),
    is_nan    Bool
  )
  ENGINE = ReplacingMergeTree
  PARTITION BY toYYYYMM(fromUnixTimestamp64Milli(timestamp))
  ORDER BY (run_id, key, step, timestamp, value, is_nan)`;

// Timestamps are the trainings' own, and one that is far off must not fail the others' insert.
const INSERT = `
  INSERT INTO points (run_id, key, step, timestamp, value, is_nan)
  SETTINGS async_insert = 0, max_partitions_per_insert_block = 0 FORMAT RowBinary`;

// Points of a run that is not there, or deleted, move nothing; the answer names the other runs.
const MOVE_LATEST = `
  WITH sent AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::float8[], $6::bool[])
      AS sent (run_uuid, key, step, timestamp, value, is_nan)
  ), active AS (
    SELECT run_uuid FROM runs WHERE run_uuid = ANY($1) AND lifecycle_stage = 'active'
  ), moved AS (
    INSERT INTO latest_metrics AS kept (run_uuid, key, step, timestamp, value, is_nan)
    SELECT sent.* FROM sent JOIN active USING (run_uuid) ORDER BY run_uuid, key
    ON CONFLICT (key, run_uuid) DO UPDATE SET (step, timestamp, value, is_nan) =
      (excluded.step, excluded.timestamp, excluded.value, excluded.is_nan)
    WHERE (excluded.step, excluded.timestamp, excluded.value) > (kept.step, kept.timestamp, kept.value)
  )
  SELECT run_uuid FROM active`;

const OF_METRIC = "run_id = {run:String} AND key = {key:String}";

/** Whether this replica of ClickHouse has the metric's latest point, and what `rows` answers. */
const withWhetherCurrent = (columns: string, rows: string): string => `
  SELECT
    assumeNotNull((SELECT count() > 0 FROM points WHERE ${OF_METRIC} AND step = {latest_step:Int64}
      AND timestamp = {latest_timestamp:Int64} AND value = {latest_value:Float64})) AS is_current,
    groupArray((${columns})) FROM (${rows})`;

// MLflow: a history is in the order of its timestamps.
const historyQuery = (after: string): string =>
  withWhetherCurrent(
    "step, timestamp, value, is_nan",
    `SELECT step, timestamp, value, is_nan FROM points FINAL WHERE ${OF_METRIC} ${after}
    ORDER BY timestamp, step, value, is_nan LIMIT {limit:UInt32}`,
  );
const AFTER_POINT = `AND (timestamp, step, value, is_nan) >
  ({timestamp:Int64}, {step:Int64}, {value:Float64}, {is_nan:Bool})`;

// Extremes are found by numbers alone, and whole points, which are slow to compare, among the few
// that have them. A point that is there twice changes nothing, so this needs no FINAL.
const SERIES_QUERY = withWhetherCurrent(
  "first, last, has_finite, smallest, largest, has_broken, first_broken, last_broken",
  `WITH (SELECT (min(step), max(step)) FROM points WHERE ${OF_METRIC}) AS ends,
    marked AS (
      SELECT step, timestamp, value, is_nan,
        is_nan OR abs(value) = {largest_double:Float64} AS is_broken,
        toUInt32(intDiv((toInt128(step) - ends.1) * {buckets:UInt32}, toInt128(ends.2) - ends.1 + 1))
          AS bucket
      FROM points WHERE ${OF_METRIC}
    ),
    extremes AS (
      SELECT bucket, min(step) AS from, max(step) AS to,
        minIf(value, NOT is_broken) AS low, maxIf(value, NOT is_broken) AS high,
        minIf(step, is_broken) AS broken_from, maxIf(step, is_broken) AS broken_to
      FROM marked GROUP BY bucket
    )
  SELECT bucket,
    min((step, timestamp, value, is_nan)) AS first,
    max((step, timestamp, value, is_nan)) AS last,
    max(NOT is_broken) AS has_finite,
    argMinIf((step, timestamp, value, is_nan), (value, step, timestamp), NOT is_broken) AS smallest,
    argMinIf((step, timestamp, value, is_nan), (-value, step, timestamp), NOT is_broken) AS largest,
    max(is_broken) AS has_broken,
    minIf((step, timestamp, value, is_nan), is_broken) AS first_broken,
    maxIf((step, timestamp, value, is_nan), is_broken) AS last_broken
  FROM marked INNER JOIN extremes USING (bucket)
  WHERE step IN (from, to) OR value IN (low, high) OR (is_broken AND step IN (broken_from, broken_to))
  GROUP BY bucket ORDER BY bucket`,
);

/** What a chart needs of the points that share a column of its pixels. */
export interface Bucket {
  readonly first: Point;
  readonly last: Point;
  /** Of the values that are numbers; the first point of those that are equal. */
  readonly smallest: Point | undefined;
  readonly largest: Point | undefined;
  /** The first and last NaN or infinity. */
  readonly firstBroken: Point | undefined;
  readonly lastBroken: Point | undefined;
}

interface LatestRow {
  readonly step: string;
  readonly timestamp: string;
  readonly value: number;
}

/** Points in ClickHouse, and the latest of each metric in PostgreSQL, in MLflow's own table. */
export class PointStore {
  readonly #clickHouse: ClickHouse;
  readonly #postgresql: Pool;
  readonly #gatherer = new Gatherer<PointsOfRun>((lots) => this.#write(lots));

  constructor(clickHouse: ClickHouse, postgresql: Pool) {
    this.#clickHouse = clickHouse;
    this.#postgresql = postgresql;
  }

  async createTable(): Promise<void> {
    await this.#clickHouse.query(POINTS_TABLE);
  }

  /**
   * Resolves when points are kept and every reader sees them. After an error the same is to be
   * sent again: what is there twice counts once.
   *
   * @throws Error when there is no such run, or it is deleted.
   */
  logPoints(runId: string, points: readonly LoggedPoint[]): Promise<void> {
    return this.#gatherer.add({ runId, points }, points.length);
  }

  /** A page of a metric, in MLflow's order: timestamp, step, value. `after` ends the page before. */
  async readHistory(runId: string, key: string, limit: number, after?: Point): Promise<Point[]> {
    const place = after && { ...after, ...storedColumns(after) };
    const query = historyQuery(place ? AFTER_POINT : "");
    const page = await this.#read(runId, key, query, { limit, ...place }, (answer) =>
      answer.array(() => answer.point()),
    );
    return page ?? [];
  }

  /** A metric along its steps, in at most so many buckets. */
  async readSeries(runId: string, key: string, buckets: number): Promise<Bucket[]> {
    const params = { buckets, largest_double: Number.MAX_VALUE };
    const series = await this.#read(runId, key, SERIES_QUERY, params, (answer) =>
      answer.array(() => readBucket(answer)),
    );
    return series ?? [];
  }

  /** Removes all points of runs for good. */
  async deleteRuns(runIds: readonly string[]): Promise<void> {
    // No reader looks for what has no latest point.
    await this.#postgresql.query("DELETE FROM latest_metrics WHERE run_uuid = ANY($1)", [runIds]);
    const ids = `[${runIds.map((id) => `'${id.replace(/[\\']/g, "\\$&")}'`).join()}]`;
    await this.#clickHouse.query("DELETE FROM points WHERE run_id IN {ids:Array(String)}", { ids });
  }

  async #write(lots: readonly PointsOfRun[]): Promise<(Error | undefined)[]> {
    // Points first: what readers learn of from PostgreSQL is then there.
    await this.#clickHouse.query(INSERT, {}, encodePoints(lots));
    const latest = latestOf(lots);
    const column = (read: (row: (typeof latest)[number]) => unknown): unknown[] => latest.map(read);
    const { rows } = await this.#postgresql.query<{ run_uuid: string }>({
      name: "move latest metrics",
      text: MOVE_LATEST,
      values: [
        column(({ runId }) => runId),
        column(({ key }) => key),
        column(({ step }) => step),
        column(({ timestamp }) => timestamp),
        column(({ value }) => value),
        column(({ isNan }) => isNan),
      ],
    });
    const active = new Set(rows.map((row) => row.run_uuid));
    return lots.map(({ runId }) =>
      active.has(runId) ? undefined : new Error(`There is no active run '${runId}'.`),
    );
  }

  async #read<T>(
    run: string,
    key: string,
    query: string,
    params: Readonly<Record<string, string | number | bigint>>,
    readRows: (answer: RowBinaryReader) => T,
  ): Promise<T | undefined> {
    const { rows } = await this.#postgresql.query<LatestRow>({
      name: "latest metric",
      text: "SELECT step, timestamp, value FROM latest_metrics WHERE run_uuid = $1 AND key = $2",
      values: [run, key],
    });
    const latest = rows[0];
    if (latest === undefined) return undefined;
    const all = {
      ...params,
      run,
      key,
      latest_step: latest.step,
      latest_timestamp: latest.timestamp,
      latest_value: latest.value,
    };
    const ask = async (end: string): Promise<RowBinaryReader> =>
      new RowBinaryReader(await this.#clickHouse.query(`${query}${end} FORMAT RowBinary`, all));
    const answer = await ask("");
    if (answer.bool()) return readRows(answer);
    // A replica that lags: one is waited for that has every insert that was confirmed.
    const sequential = await ask(" SETTINGS select_sequential_consistency = 1");
    sequential.bool();
    return readRows(sequential);
  }
}

interface LatestPoint {
  readonly runId: string;
  readonly key: string;
  readonly step: bigint;
  readonly timestamp: bigint;
  readonly value: number;
  readonly isNan: boolean;
}

function latestOf(lots: readonly PointsOfRun[]): LatestPoint[] {
  const latest = new Map<string, LatestPoint>();
  for (const { runId, points } of lots) {
    for (const { key, step, timestamp, value } of points) {
      const id = `${runId} ${key}`;
      const last = latest.get(id);
      const point = {
        runId,
        key,
        step: BigInt(step),
        timestamp: BigInt(timestamp),
        ...toStored(value),
      };
      if (last === undefined || isLater(point, last)) latest.set(id, point);
    }
  }
  return [...latest.values()];
}

/** MLflow: by step, then timestamp, then stored value. */
function isLater(a: LatestPoint, b: LatestPoint): boolean {
  if (a.step !== b.step) return a.step > b.step;
  if (a.timestamp !== b.timestamp) return a.timestamp > b.timestamp;
  return a.value > b.value;
}

function storedColumns({ value }: Point): { value: number; is_nan: number } {
  const stored = toStored(value);
  return { value: stored.value, is_nan: stored.isNan ? 1 : 0 };
}

function readBucket(answer: RowBinaryReader): Bucket {
  const first = answer.point();
  const last = answer.point();
  const [smallest, largest] = readPair(answer);
  const [firstBroken, lastBroken] = readPair(answer);
  return { first, last, smallest, largest, firstBroken, lastBroken };
}

/** Two points, or neither: ClickHouse then writes zeros. */
function readPair(answer: RowBinaryReader): [Point | undefined, Point | undefined] {
  const isThere = answer.bool();
  const pair = [answer.point(), answer.point()] as const;
  return isThere ? [...pair] : [undefined, undefined];
}
