import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { SELECT_LOG_POSITION } from "../db/mysql/log-position.ts";
import { perDialect } from "../db/per-dialect.ts";

interface Kept {
  readonly dataVersion: number | string | symbol;
  readonly madeAt: number;
  readonly costMs: number;
  readonly value: unknown;
}

const MAX_KEPT = 200;
/** Of all lists together, such as the keys of all runs found: 8 MB in SQLite, 60 MB in PostgreSQL. */
const MAX_ITEMS = 1_000_000;
/** What took more of the processor may be a little old while runs are being logged. */
const COSTLY_MS = 100;
/** How old, in times of what it took: then at most a fifth of a thread's time goes into it. */
const PATIENCE = 4;

const keptByConnection = new WeakMap<Queries, Map<string, Kept>>();

/**
 * Computes something of the database once and keeps it until the database changes; the `key` says
 * what it is. While a database changes all the time, costly values are kept for a moment longer,
 * unless they have to be exact.
 */
export async function keep<T>(
  queries: Queries,
  key: string,
  compute: () => Promise<T>,
  { isExact = false }: { isExact?: boolean } = {},
): Promise<T> {
  let kept = keptByConnection.get(queries);
  if (kept === undefined) keptByConnection.set(queries, (kept = new Map()));
  const found = kept.get(key);
  const dataVersion = await readDataVersion(queries);
  if (
    found !== undefined &&
    (found.dataVersion === dataVersion || (!isExact && isStillGood(found)))
  ) {
    // Moves to the end: the first entries are the longest unused.
    kept.delete(key);
    kept.set(key, found);
    // Whoever made the entry under this key made it with the same `compute`.
    return found.value as T;
  }
  const start = process.threadCpuUsage();
  const value = await compute();
  const { user, system } = process.threadCpuUsage(start);
  kept.delete(key);
  kept.set(key, {
    dataVersion,
    madeAt: performance.now(),
    costMs: (user + system) / 1000,
    value,
  });
  forgetUnused(kept);
  return value;
}

/** Keeps the last one in any case, however large. */
function forgetUnused(kept: Map<string, Kept>): void {
  let items = 0;
  for (const { value } of kept.values()) items += countItems(value);
  for (const [oldest, { value }] of kept) {
    if (kept.size === 1 || (kept.size <= MAX_KEPT && items <= MAX_ITEMS)) return;
    kept.delete(oldest);
    items -= countItems(value);
  }
}

function countItems(value: unknown): number {
  return Array.isArray(value) || value instanceof Float64Array ? value.length : 1;
}

function isStillGood({ madeAt, costMs }: Kept): boolean {
  return costMs > COSTLY_MS && performance.now() - madeAt < costMs * PATIENCE;
}

/**
 * PostgreSQL tells which transactions a query sees: the same ones, the same data; MySQL how far the
 * log of changes is written.
 */
const DATA_VERSION = perDialect({
  sqlite: sql`pragma data_version`,
  postgresql: sql`select txid_current_snapshot()::text as data_version`,
  mysql: sql.raw(SELECT_LOG_POSITION),
});

interface VersionRow {
  readonly data_version?: number | string;
  /** What MySQL calls it. */
  readonly Value?: string;
}

/** Changes whenever another connection commits. */
async function readDataVersion(queries: Queries): Promise<number | string | symbol> {
  const { rows } = await sql<VersionRow>`${DATA_VERSION}`.execute(queries);
  // Where it is not told, nothing is kept.
  return rows[0]?.data_version ?? rows[0]?.Value ?? Symbol("unknown");
}
