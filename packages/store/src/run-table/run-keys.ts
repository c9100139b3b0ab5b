import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { perDialect } from "../db/per-dialect.ts";
import type { RunRow } from "../runs/load-runs.ts";

/** What a table knows a run by: SQLite's number of its row, eight bytes; others have its id only. */
export type RunKey = number | string;
export type RunKeys = Float64Array | readonly string[];

/** The key of a row of `runs`, or of what `runs` is called in a query. */
export function runKey(alias = "runs"): RawBuilder<RunKey> {
  return perDialect({
    sqlite: sql.ref(`${alias}.rowid`),
    postgresql: sql.ref(`${alias}.run_uuid`),
    mysql: sql.ref(`${alias}.run_uuid`),
  });
}

export function toRunKeys(keys: readonly RunKey[]): RunKeys {
  // They are of one database, and so of one kind.
  return typeof keys[0] === "string"
    ? (keys as readonly string[])
    : Float64Array.from(keys as readonly number[]);
}

export type IdentifiedRow = RunRow & { id: RunKey };

/** The rows of `runs`, in the order of the keys; a run that was just removed for good is left out. */
export async function readRows(
  queries: Queries,
  keys: readonly RunKey[],
): Promise<IdentifiedRow[]> {
  const { rows } = await sql<IdentifiedRow>`
    select ${runKey()} as id, runs.* from runs
    where ${isIn(runKey(), keys)}`.execute(queries);
  const byKey = new Map(rows.map((row) => [row.id, row]));
  return keys.flatMap((key) => byKey.get(key) ?? []);
}
