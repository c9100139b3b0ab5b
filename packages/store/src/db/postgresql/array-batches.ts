import type { BatchedInsert, BatchedValue, BatchedWrite, Batches } from "../database.ts";
import { sortRows } from "../networked/sort-rows.ts";
import type { ConnectionPool } from "./connection-pool.ts";

/**
 * Rows are bound as one array a column, so that a statement's text is the same for any number of
 * them, and it is parsed once for a connection.
 */
export class ArrayBatches implements Batches {
  readonly #pool: ConnectionPool;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
  }

  async find<Row extends object>(
    table: string,
    columns: readonly string[],
    keyColumns: readonly string[],
    keys: readonly (readonly string[])[],
  ): Promise<Row[]> {
    if (keys.length === 0) return [];
    const arrays = keyColumns.map((_, column) => keys.map((key) => key[column]));
    const [first = "", ...others] = arrays.map((_, index) => `$${index + 1}::text[]`);
    // A list for one column is looked up by its index in the same way as one value is.
    const condition =
      others.length === 0
        ? `${list(keyColumns)} = any(${first})`
        : `(${list(keyColumns)}) in (select * from unnest(${[first, ...others].join(", ")}))`;
    return this.#pool.query<Row>({
      name: `known ${table}`,
      text: `select ${list(columns)} from ${table} where ${condition}`,
      values: arrays,
    });
  }

  createWrite(): BatchedWrite {
    return new ArrayWrite(this.#pool);
  }
}

/** One statement that writes to several tables. PostgreSQL keeps all of it or nothing. */
class ArrayWrite implements BatchedWrite {
  readonly #pool: ConnectionPool;
  readonly #names: string[] = [];
  readonly #parts: string[] = [];
  readonly #values: BatchedValue[][] = [];

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
  }

  insert({ table, columns, rows, existing }: BatchedInsert): void {
    const names = list(Object.keys(columns));
    this.#add(
      table,
      rows,
      Object.values(columns),
      (source) => `insert into ${table} as written (${names}) select * from ${source}
        ${onConflict(existing)}`,
    );
  }

  update(
    table: string,
    key: string,
    column: string,
    rows: readonly (readonly [string, string])[],
  ): void {
    this.#add(
      `${table} ${column}`,
      rows,
      ["text", "text"],
      (source) => `update ${table} set ${column} = named.value from ${source} as named (id, value)
        where ${key} = named.id`,
    );
  }

  async run(): Promise<void> {
    const last = this.#parts.at(-1);
    if (last === undefined) return;
    const before = this.#parts.slice(0, -1).map((part, index) => `part_${index} as (${part})`);
    const text = before.length === 0 ? last : `with ${before.join(", ")} ${last}`;
    await this.#pool.query({ name: this.#names.join(), text, values: this.#values });
  }

  #add(
    name: string,
    rows: readonly (readonly BatchedValue[])[],
    types: readonly string[],
    write: (source: string) => string,
  ): void {
    if (rows.length === 0) return;
    const sorted = sortRows(rows);
    const parameters = types.map((type, column) => {
      this.#values.push(sorted.map((row) => row[column] ?? null));
      return `$${this.#values.length}::${type}[]`;
    });
    this.#names.push(name);
    this.#parts.push(write(`unnest(${parameters.join(", ")})`));
  }
}

function onConflict(existing: BatchedInsert["existing"]): string {
  if (existing === undefined) return "";
  if (existing === "kept") return "on conflict do nothing";
  const { key, set, ifLarger = [] } = existing;
  const sets = set.map((column) => `${column} = excluded.${column}`).join(", ");
  const update = `on conflict (${list(key)}) do update set ${sets}`;
  if (ifLarger.length === 0) return update;
  const of = (row: string): string => ifLarger.map((column) => `${row}.${column}`).join(", ");
  return `${update} where (${of("excluded")}) > (${of("written")})`;
}

function list(columns: readonly string[]): string {
  return columns.join(", ");
}
