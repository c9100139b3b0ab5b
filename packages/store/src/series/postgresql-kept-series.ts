/**
 * Long metrics as columns in a table of our own in PostgreSQL. MLflow knows nothing of it, and it can
 * be dropped without loss.
 *
 * Points whose step is above the last kept one are read from their rows, by an index. One that comes
 * late, with a smaller step, is seen by who writes it: the metric's latest step is larger. After it is
 * committed, and before that is answered, `lastStep` of the metric's guard is lowered below it, and the
 * chunks above are no longer read. Whoever keeps points first raises the guard, waits for the writes
 * that had begun, then reads; and keeps nothing when the guard was lowered meanwhile. What other
 * programs wrote late is found by a count of the rows, which takes 50 ms for a million points, after
 * an answer.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import type { LatePoint, Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { encodeArray } from "../db/postgresql/array-literal.ts";
import { at, Columns } from "./columns.ts";
import {
  BYTES_PER_DOUBLE,
  CHUNK,
  type ChunkSummary,
  decodeDoubles,
  decodeSummary,
  encodeChunk,
  LONG,
} from "./kept-chunk.ts";
import type { Stretch } from "./kept-line.ts";
import { idOf, type MetricName } from "./metric-name.ts";
import { fromMetric, isOf, readPoints, type StepRange } from "./postgresql-points.ts";

/** The points of the steps up to `lastStep`, which are kept. */
interface KeptEnd {
  readonly count: number;
  /** Undefined where nothing is kept. */
  readonly lastStep: number | undefined;
}

interface ChunkRow {
  readonly first: number;
  readonly point_count: number;
  readonly last_step: number;
  readonly summary?: Uint8Array;
}

export interface KeptChunks extends KeptEnd {
  readonly chunks: readonly { readonly first: number; readonly summary: ChunkSummary }[];
}

/** Any number that other programs on the database hardly lock by: "series" in letters. */
const LOCK = 0x73_65_72_69_65_73;
/** The place of a metric's guard, before its chunks; its `point_count` tells how often it was lowered. */
const GUARD = -1;
/** Points that are read and kept at once. */
const LOT = 8 * CHUNK;
const WAIT_FOR_WRITES_MS = 5000;
const LOOK_AGAIN_MS = 50;

const CREATE = [
  `create table if not exists mlflow_ts_series_2 (
    run_uuid varchar(32) not null references runs (run_uuid) on delete cascade,
    key varchar(250) not null, first bigint not null, point_count integer not null,
    last_step bigint not null, summary bytea not null, times bytea not null,
    "values" bytea not null, primary key (run_uuid, key, first))`,
  // So that a part of a column is read by itself.
  `alter table mlflow_ts_series_2 alter column summary set storage external,
    alter column times set storage external, alter column "values" set storage external`,
];

/** Whether there is one that the server's role may use so. */
async function hasTable(
  queries: Queries,
  privilege: "select" | "update" = "select",
): Promise<boolean> {
  const { rows } = await sql<{ is_there: 0 | 1 | null }>`
    select has_table_privilege(to_regclass('mlflow_ts_series_2'), ${privilege}) as is_there`.execute(
    queries,
  );
  return rows[0]?.is_there === 1;
}

/** The chunks that may be read, one after the other. */
async function readChunkRows(
  queries: Queries,
  metric: MetricName,
  columns = sql`first, point_count, last_step`,
): Promise<ChunkRow[]> {
  if (!(await hasTable(queries))) return [];
  const { rows } = await sql<ChunkRow>`select ${columns} from mlflow_ts_series_2
    where ${isOf(metric)} order by first`.execute(queries);
  const [guard, ...chunks] = rows;
  if (guard?.first !== GUARD) return [];
  const valid: ChunkRow[] = [];
  let count = 0;
  for (const chunk of chunks) {
    if (chunk.first !== count || chunk.last_step > guard.last_step) break;
    valid.push(chunk);
    count += chunk.point_count;
  }
  return valid;
}

function endOf(rows: readonly ChunkRow[]): KeptEnd {
  const count = rows.reduce((sum, { point_count }) => sum + point_count, 0);
  return { count, lastStep: rows.at(-1)?.last_step };
}

/** The ids of those metrics of runs of which something may be kept. */
export async function findKept(
  queries: Queries,
  runIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (!(await hasTable(queries))) return new Set();
  const { rows } = await sql<{ run_uuid: string; key: string }>`
    select run_uuid, key from mlflow_ts_series_2
    where ${isIn("run_uuid", runIds)} and first = ${GUARD}`.execute(queries);
  return new Set(rows.map(({ run_uuid: runId, key }) => idOf({ runId, key })));
}

/** How far a metric is kept, up to a step. */
export async function findKeptEnd(
  queries: Queries,
  metric: MetricName,
  upTo = Infinity,
): Promise<KeptEnd> {
  const rows = await readChunkRows(queries, metric);
  return endOf(rows.filter(({ last_step }) => last_step <= upTo));
}

export async function readKeptChunks(queries: Queries, metric: MetricName): Promise<KeptChunks> {
  const columns = sql`first, point_count, last_step, summary`;
  const rows = await readChunkRows(queries, metric, columns);
  const chunks = rows.map(({ first, summary = new Uint8Array() }) => ({
    first,
    summary: decodeSummary(summary),
  }));
  return { ...endOf(rows), chunks };
}

/** Columns of stretches, one after the other. */
export async function readKeptStretches(
  queries: Queries,
  metric: MetricName,
  { chunks }: KeptChunks,
  stretches: readonly Stretch[],
  columns: readonly ("values" | "times")[],
): Promise<Float64Array[]> {
  if (stretches.length === 0) return [];
  const firsts = stretches.map(({ chunk }) => chunks[chunk]?.first ?? 0);
  const starts = stretches.map(({ start }) => start * BYTES_PER_DOUBLE + 1);
  const lengths = stretches.map(({ start, end }) => (end - start) * BYTES_PER_DOUBLE);
  const parts = columns.map((column) => {
    const name = sql.ref(column);
    return sql`string_agg(substring(${name} from start for length), '' order by place) as ${name}`;
  });
  const { rows } = await sql<Partial<Record<string, Uint8Array>>>`
    select ${sql.join(parts)}
    from unnest(${toArray(firsts)}::bigint[], ${toArray(starts)}::int[], ${toArray(lengths)}::int[])
      with ordinality as wanted (chunk, start, length, place)
    join mlflow_ts_series_2 on first = chunk and ${isOf(metric)}`.execute(queries);
  return columns.map((column) => decodeDoubles(rows[0]?.[column] ?? new Uint8Array()));
}

function toArray(numbers: readonly number[]): string {
  return encodeArray(numbers, (number) => number);
}

/** What is kept of a metric, whole; no point of most. */
export async function readKeptColumns(
  queries: Queries,
  metric: MetricName,
): Promise<{ readonly columns: Columns; readonly lastStep: number | undefined }> {
  const columns = new Columns();
  const { chunks, count, lastStep } = await readKeptChunks(queries, metric);
  columns.reserve(count);
  for (const { first, summary } of chunks) {
    const { rows } = await sql<{ times: Uint8Array; values: Uint8Array }>`
      select times, "values" from mlflow_ts_series_2
      where ${isOf(metric)} and first = ${first}`.execute(queries);
    const { times = new Uint8Array(), values = new Uint8Array() } = rows[0] ?? {};
    columns.append(summary.writeSteps, decodeDoubles(times), decodeDoubles(values));
  }
  return { columns, lastStep };
}

/** Lets nobody read what is kept of metrics from the steps of late points on. */
export async function lowerGuards(queries: Queries, late: readonly LatePoint[]): Promise<void> {
  if (late.length === 0 || !(await hasTable(queries, "update"))) return;
  const runIds = late.map(({ run_uuid }) => run_uuid);
  const keys = late.map(({ key }) => key);
  const steps = late.map(({ step }) => step);
  await sql`update mlflow_ts_series_2
    set last_step = late.step - 1, point_count = point_count + 1
    from unnest(${runIds}::text[], ${keys}::text[], ${steps}::bigint[]) as late (run, key, step)
    where run_uuid = late.run and mlflow_ts_series_2.key = late.key and first = ${GUARD}
      and last_step >= late.step`.execute(queries);
}

/** Whether there are as many points as are kept of them; what is kept wrongly is removed. */
export async function checkKept(queries: Queries, metric: MetricName): Promise<void> {
  const isRight = await queries
    .transaction()
    .setIsolationLevel("repeatable read")
    .execute(async (snapshot) => {
      const { count, lastStep } = await findKeptEnd(snapshot, metric);
      if (lastStep === undefined) return true;
      return count === (await countPoints(snapshot, metric, { after: undefined, upTo: lastStep }));
    });
  if (isRight) return;
  await sql`delete from mlflow_ts_series_2 where ${isOf(metric)}`.execute(queries);
}

export async function countPoints(
  queries: Queries,
  metric: MetricName,
  steps: StepRange,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count ${fromMetric(metric, steps)}`.execute(queries);
  return rows[0]?.count ?? 0;
}

/**
 * Keeps what was added to a metric since it was last kept, when that is much: all but the points of
 * its latest step, which others may join without being late.
 */
export async function keepMoreOnPostgresql(queries: Queries, metric: MetricName): Promise<void> {
  const { rows } = await sql<{ step: number | bigint }>`
    select step from latest_metrics where ${isOf(metric)}`.execute(queries);
  const upTo = Number(rows[0]?.step) - 1;
  // A double would round it.
  if (!Number.isSafeInteger(upTo)) return;
  let end = await findKeptEnd(queries, metric);
  if ((await countPoints(queries, metric, { after: end.lastStep, upTo })) < LONG) return;
  if (!(await ensureTable(queries))) return;
  const claim = await raiseGuard(queries, metric, upTo);
  if (!(await waitForWrites(queries, claim.transaction))) return;
  for (let isMore = true; isMore;) {
    const lotEnd = await findLotEnd(queries, metric, { after: end.lastStep, upTo });
    isMore = lotEnd < upTo;
    const columns = await readPoints(queries, metric, { after: end.lastStep, upTo: lotEnd });
    columns.sort();
    const next = await insertChunks(queries, metric, columns, end, claim.lowered);
    if (next === undefined) return;
    end = next;
  }
}

/** Whether the table is there; it is made where the server's role may make it. */
async function ensureTable(queries: Queries): Promise<boolean> {
  if (await hasTable(queries)) return true;
  const { rows } = await sql<{ may_create: 0 | 1 | null }>`
    select has_schema_privilege(current_schema(), 'create')
      and has_table_privilege('runs', 'references') as may_create`.execute(queries);
  if (rows[0]?.may_create !== 1) return false;
  await queries.transaction().execute(async (transaction) => {
    // Two that create it at once would meet.
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    if (await hasTable(transaction)) return;
    for (const statement of CREATE) await sql.raw(statement).execute(transaction);
  });
  return true;
}

/** From here on whoever writes a late point lowers the guard. */
function raiseGuard(queries: Queries, metric: MetricName, upTo: number) {
  return queries.transaction().execute(async (transaction) => {
    const { runId, key } = metric;
    await sql`insert into mlflow_ts_series_2
      values (${runId}, ${key}, ${GUARD}, 0, ${upTo}::bigint, '', '', '') on conflict do nothing`.execute(
      transaction,
    );
    const { rows } = await sql<{ lowered: number; transaction: string }>`
      select point_count as lowered, txid_current()::text as transaction from mlflow_ts_series_2
      where ${isOf(metric)} and first = ${GUARD} for update`.execute(transaction);
    await sql`delete from mlflow_ts_series_2
      where ${isOf(metric)} and first > ${GUARD} and last_step > (select last_step
        from mlflow_ts_series_2 where ${isOf(metric)} and first = ${GUARD})`.execute(transaction);
    await sql`update mlflow_ts_series_2 set last_step = greatest(last_step, ${upTo}::bigint)
      where ${isOf(metric)} and first = ${GUARD}`.execute(transaction);
    return { lowered: rows[0]?.lowered, transaction: rows[0]?.transaction ?? "0" };
  });
}

/** Whether those have ended that had begun before a transaction, and do not know what it changed. */
async function waitForWrites(queries: Queries, transaction: string): Promise<boolean> {
  const deadline = performance.now() + WAIT_FOR_WRITES_MS;
  for (;;) {
    const { rows } = await sql<{ have_ended: 0 | 1 }>`
      select txid_snapshot_xmin(txid_current_snapshot()) > ${transaction}::bigint
        as have_ended`.execute(queries);
    if (rows[0]?.have_ended === 1) return true;
    if (performance.now() > deadline) return false;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** A step up to which there are about as many points as are kept at once. */
async function findLotEnd(
  queries: Queries,
  metric: MetricName,
  steps: Required<StepRange>,
): Promise<number> {
  const { rows } = await sql<{ step: number }>`select step ${fromMetric(metric, steps)}
    order by step offset ${LOT} limit 1`.execute(queries);
  return rows[0]?.step ?? steps.upTo;
}

/** Where it is kept to then; undefined where it was not to be kept any more, or can't be. */
function insertChunks(
  queries: Queries,
  metric: MetricName,
  columns: Columns,
  end: KeptEnd,
  lowered: number | undefined,
): Promise<KeptEnd | undefined> {
  const { runId, key } = metric;
  return queries.transaction().execute(async (transaction) => {
    const { rows } = await sql`select 1 from mlflow_ts_series_2
      where ${isOf(metric)} and first = ${GUARD} and point_count = ${lowered ?? null}
      for update`.execute(transaction);
    // Another server may have kept the same meanwhile.
    const now = await findKeptEnd(transaction, metric);
    if (rows.length === 0 || now.count !== end.count) return undefined;
    let { count, lastStep } = end;
    for (let start = 0; start < columns.length;) {
      const next = findChunkEnd(columns, start);
      if (next === start) return undefined;
      const chunk = encodeChunk(columns, start, next);
      await sql`insert into mlflow_ts_series_2 values (${runId}, ${key}, ${count}, ${chunk.count},
        ${chunk.lastStep}::bigint, ${toBuffer(chunk.summary)}, ${toBuffer(chunk.times)},
        ${toBuffer(chunk.values)})`.execute(transaction);
      count += chunk.count;
      lastStep = chunk.lastStep;
      start = next;
    }
    return { count, lastStep };
  });
}

/** A chunk has all points of its steps. */
function findChunkEnd({ steps, length }: Columns, start: number): number {
  let end = Math.min(start + CHUNK, length);
  if (end < length) while (end > start && at(steps, end - 1) === at(steps, end)) end -= 1;
  return end;
}

/** What the driver sends as bytes. */
function toBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
