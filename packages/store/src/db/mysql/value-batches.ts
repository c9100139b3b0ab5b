import type {
  BatchedInsert,
  BatchedValue,
  BatchedWrite,
  Batches,
  LatePoint,
  Queries,
} from "../database.ts";
import { sortRows } from "../networked/sort-rows.ts";
import type { ConnectionPool, Statement } from "./connection-pool.ts";

/** A statement may have some megabytes: the server's max_allowed_packet. */
const MAX_CHARACTERS = 1_000_000;

/** Rows are written as the values of one statement, or of a few where they are large. */
export class ValueBatches implements Batches {
  readonly queries: Queries;
  readonly #pool: ConnectionPool;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
    this.queries = pool.write;
  }

  async find<Row extends object>(
    table: string,
    columns: readonly string[],
    keyColumns: readonly string[],
    keys: readonly (readonly string[])[],
  ): Promise<Row[]> {
    if (keys.length === 0) return [];
    // Column by column: MariaDB finds lists of pairs by no index.
    const conditions = keyColumns.map((column) => `"${column}" in (?)`).join(" and ");
    const values = keyColumns.map((_, column) => [...new Set(keys.map((key) => key[column]))]);
    return this.#pool.find<Row>(
      `select ${list(columns)} from ${table} where ${conditions}`,
      values,
    );
  }

  createWrite(): BatchedWrite {
    return new ValueWrite(this.#pool);
  }
}

/** One transaction. */
class ValueWrite implements BatchedWrite {
  readonly #pool: ConnectionPool;
  readonly #statements: Statement[] = [];

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
  }

  insert({ table, columns, rows, existing }: BatchedInsert): void {
    if (rows.length === 0) return;
    const names = Object.keys(columns);
    const text = `insert into ${table} (${list(names)}) values ? ${onDuplicate(names, existing)}`;
    for (const lot of inLots(sortRows(rows))) this.#statements.push({ text, values: [lot] });
  }

  update(
    table: string,
    key: string,
    column: string,
    rows: readonly (readonly [string, string])[],
  ): void {
    if (rows.length === 0) return;
    const cases = rows.map(() => "when ? then ?").join(" ");
    this.#statements.push({
      text: `update ${table} set "${column}" = case "${key}" ${cases} end where "${key}" in (?)`,
      values: [...rows.flat(), rows.map(([id]) => id)],
    });
  }

  async run(): Promise<readonly LatePoint[]> {
    if (this.#statements.length > 0) await this.#pool.run(...this.#statements);
    return [];
  }
}

function onDuplicate(names: readonly string[], existing: BatchedInsert["existing"]): string {
  if (existing === undefined) return "";
  const update = (sets: readonly string[]): string => `on duplicate key update ${sets.join(", ")}`;
  if (existing === "kept")
    return update([`${list(names.slice(0, 1))} = ${list(names.slice(0, 1))}`]);
  const { key, set, ifLarger, mayRename } = existing;
  // A key that is the same only by the database's collation: NULL, which it refuses.
  const keys = key.map((name) =>
    mayRename
      ? `"${name}" = values("${name}")`
      : `"${name}" = if(binary "${name}" = binary values("${name}"), "${name}", null)`,
  );
  if (ifLarger === undefined)
    return update([...keys, ...set.map((name) => `"${name}" = values("${name}")`)]);
  const given = ifLarger.map((name) => `values("${name}")`).join(", ");
  const isLarger = `(${given}) > (${list(ifLarger)})`;
  // One after the other, each seeing what was set before it: what decides last is set last.
  const order = set.toSorted((a, b) => ifLarger.indexOf(b) - ifLarger.indexOf(a));
  const others = order.filter((name) => !ifLarger.includes(name));
  const deciding = order.filter((name) => ifLarger.includes(name));
  const sets = [...others, ...deciding].map(
    (name) => `"${name}" = if(${isLarger}, values("${name}"), "${name}")`,
  );
  return update([...keys, ...sets]);
}

function* inLots(rows: readonly (readonly BatchedValue[])[]) {
  let lot: (readonly BatchedValue[])[] = [];
  let characters = 0;
  for (const row of rows) {
    lot.push(row);
    for (const value of row) characters += typeof value === "string" ? value.length : 8;
    if (characters < MAX_CHARACTERS) continue;
    yield lot;
    [lot, characters] = [[], 0];
  }
  if (lot.length > 0) yield lot;
}

function list(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}
