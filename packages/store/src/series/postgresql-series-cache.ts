import type { ConnectionPool } from "../db/postgresql/connection-pool.ts";
import { at, Columns } from "./columns.ts";

/** Of all metrics together: 48 MB. They go with the thread, a minute after the last chart. */
const MAX_POINTS = 2_000_000;

const BYTES_PER_DOUBLE = 8;

interface ColumnsRow {
  /** Doubles, eight bytes each, the highest first. */
  readonly steps: Buffer | null;
  readonly times: Buffer | null;
  readonly values: Buffer | null;
  /** Points that were known before, as they are now; not counted when nothing was written since. */
  readonly known_count: number | null;
  /** Which transactions were seen: the same ones, the same data. */
  readonly snapshot: string;
}

interface Entry {
  readonly columns: Columns;
  readonly snapshot: string;
}

/**
 * The points of a metric from a step on, a column as the bytes of its doubles: rows would take ten
 * times as long to hand over. Behind the last known step only as many points may be as were read of it before.
 */
const SELECT_COLUMNS = `select string_agg(float8send(step::float8), '') as steps,
    string_agg(float8send(timestamp::float8), '') as times,
    string_agg(float8send(case when is_nan then 'NaN'::float8 else value end), '') as values,
    case when txid_current_snapshot()::text = $4 then null else (select count(*)::float8
      from metrics where run_uuid = $1 and key = $2 and step <= $3::bigint) end as known_count,
    txid_current_snapshot()::text as snapshot
  from metrics where run_uuid = $1 and key = $2 and ($3::bigint is null or step > $3::bigint)`;

/**
 * Metrics that were read, as columns, kept while they are being looked at. Later the points that
 * were known are counted, which takes a tenth of the time, unless nobody wrote to the database since;
 * and only those of later steps are read.
 */
export class PostgresqlSeriesCache {
  readonly #pool: ConnectionPool;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #pointCount = 0;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
  }

  /** A metric's points as they are now; none of an unknown one. */
  async read(runId: string, key: string): Promise<Columns> {
    const id = JSON.stringify([runId, key]);
    const entry = (await this.#readAdded(id, runId, key)) ?? (await this.#readAll(runId, key));
    this.#keep(id, entry);
    return entry.columns;
  }

  async #readAll(runId: string, key: string): Promise<Entry> {
    const columns = new Columns();
    const row = await this.#select(runId, key, null, "");
    addPoints(columns, row);
    return { columns, snapshot: row.snapshot };
  }

  /** What is known with what was added; undefined when that is not all, and all is to be read. */
  async #readAdded(id: string, runId: string, key: string): Promise<Entry | undefined> {
    const known = this.#entries.get(id);
    if (known === undefined || known.columns.length === 0) return undefined;
    const { columns } = known;
    const lastStep = at(columns.steps, columns.length - 1);
    const row = await this.#select(runId, key, lastStep, known.snapshot);
    const isAll = row.known_count === null || row.known_count === columns.length;
    if (!isAll || this.#entries.get(id) !== known) return undefined;
    this.#entries.delete(id);
    this.#pointCount -= columns.length;
    addPoints(columns, row);
    return { columns, snapshot: row.snapshot };
  }

  async #select(
    runId: string,
    key: string,
    lastStep: number | null,
    knownSnapshot: string,
  ): Promise<ColumnsRow> {
    const values = [runId, key, lastStep, knownSnapshot];
    const query = { name: "columns", text: SELECT_COLUMNS, values };
    const [row] = await this.#pool.readOnce<ColumnsRow>(query);
    if (row === undefined) throw new Error("an aggregate of no rows is one row");
    return row;
  }

  #keep(id: string, entry: Entry): void {
    const before = this.#entries.get(id);
    if (before !== undefined) this.#pointCount -= before.columns.length;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    this.#pointCount += entry.columns.length;
    for (const [oldest, { columns }] of this.#entries) {
      if (this.#pointCount <= MAX_POINTS || oldest === id) break;
      this.#entries.delete(oldest);
      this.#pointCount -= columns.length;
    }
  }
}

function addPoints(columns: Columns, { steps, times, values }: ColumnsRow): void {
  if (steps === null || times === null || values === null) return;
  for (let place = 0; place < steps.length; place += BYTES_PER_DOUBLE) {
    columns.push(steps.readDoubleBE(place), times.readDoubleBE(place), values.readDoubleBE(place));
  }
  columns.sort();
}
