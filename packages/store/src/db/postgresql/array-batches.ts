import type {
  BatchedInsert,
  BatchedValue,
  BatchedWrite,
  Batches,
  ColumnType,
} from "../database.ts";
import { sortRows } from "../networked/sort-rows.ts";
import { encodeArray } from "./array-literal.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { isDuplicateIn } from "./errors.ts";

/** So many writes look out for rows that are there, after one met such a row. */
const WARY_WRITES = 100;

/**
 * Rows are bound as one array a column, so that a statement's text is the same for any number of
 * them, and it is parsed once for a connection.
 */
export class ArrayBatches implements Batches {
  readonly #pool: ConnectionPool;
  #waryWrites = 0;

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
    return new ArrayWrite((statement) => this.#write(statement));
  }

  /**
   * That each row is looked for before it is inserted takes PostgreSQL a fifth longer, and rows that
   * are there, as points that were sent twice, are rare: first it is tried without.
   */
  async #write({ name, toText, values, keepers }: WriteStatement): Promise<void> {
    if (keepers.length > 0 && this.#waryWrites === 0) {
      try {
        await this.#pool.query({ name: `new ${name}`, text: toText(true), values });
        return;
      } catch (error) {
        if (!keepers.some((table) => isDuplicateIn(table, error))) throw error;
        this.#waryWrites = WARY_WRITES;
      }
    } else if (this.#waryWrites > 0) this.#waryWrites -= 1;
    await this.#pool.query({ name, text: toText(false), values });
  }
}

interface WriteStatement {
  readonly name: string;
  readonly toText: (isNew: boolean) => string;
  readonly values: string[];
  /** Tables that keep a row that is there. */
  readonly keepers: readonly string[];
}

/** One statement that writes to several tables. PostgreSQL keeps all of it or nothing. */
class ArrayWrite implements BatchedWrite {
  readonly #write: (statement: WriteStatement) => Promise<void>;
  readonly #names: string[] = [];
  /** Their texts, also for rows of which none is there. */
  readonly #parts: ((isNew: boolean) => string)[] = [];
  readonly #values: string[] = [];
  readonly #keepers: string[] = [];

  constructor(write: (statement: WriteStatement) => Promise<void>) {
    this.#write = write;
  }

  insert({ table, columns, rows, existing }: BatchedInsert): void {
    if (rows.length === 0) return;
    const names = list(Object.keys(columns));
    const source = this.#bind(table, rows, Object.values(columns));
    const insert = `insert into ${table} as written (${names}) select * from ${source}`;
    if (existing === "kept") this.#keepers.push(table);
    this.#parts.push((isNew) =>
      isNew && existing === "kept" ? insert : `${insert} ${onConflict(existing)}`,
    );
  }

  update(
    table: string,
    key: string,
    column: string,
    rows: readonly (readonly [string, string])[],
  ): void {
    if (rows.length === 0) return;
    const source = this.#bind(`${table} ${column}`, rows, ["text", "text"]);
    const text = `update ${table} set ${column} = named.value from ${source} as named (id, value)
      where ${key} = named.id`;
    this.#parts.push(() => text);
  }

  async run(): Promise<void> {
    if (this.#parts.length === 0) return;
    await this.#write({
      name: this.#names.join(),
      toText: (isNew) => joinParts(this.#parts.map((part) => part(isNew))),
      values: this.#values,
      keepers: this.#keepers,
    });
  }

  /** The rows, as what a statement reads them from. */
  #bind(
    name: string,
    rows: readonly (readonly BatchedValue[])[],
    types: readonly ColumnType[],
  ): string {
    const sorted = sortRows(rows);
    this.#names.push(name);
    const parameters = types.map((type, column) => {
      this.#values.push(encodeArray(sorted, column));
      return `$${this.#values.length}::${type}[]`;
    });
    return `unnest(${parameters.join(", ")})`;
  }
}

function joinParts(parts: readonly string[]): string {
  const before = parts.slice(0, -1).map((part, index) => `part_${index} as (${part})`);
  return `${before.length === 0 ? "" : `with ${before.join(", ")} `}${parts.at(-1)}`;
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
