import type { Statements } from "../database.ts";

type Value = string | number | bigint | boolean | null;
type ColumnType = "text" | "bigint" | "double precision" | "boolean";

/**
 * One statement that writes to several tables, each from rows that are bound as one array a column,
 * so that its text is the same for any number of them. PostgreSQL keeps all of it or nothing.
 */
export class ArrayStatement {
  readonly #names: string[] = [];
  readonly #parts: string[] = [];
  readonly #values: Value[][] = [];

  /**
   * Adds what is done with rows, unless there are none. They are sorted by their first two columns.
   *
   * @example
   * statement.add("tags", rows, ["text", "text"], (table) =>
   *   `insert into tags (run_uuid, key) select * from ${table}`);
   */
  add(
    name: string,
    rows: readonly (readonly Value[])[],
    types: readonly ColumnType[],
    write: (table: string) => string,
  ): void {
    if (rows.length === 0) return;
    const sorted = rows.length === 1 ? rows : rows.toSorted(compareRows);
    const parameters = types.map((type, column) => {
      this.#values.push(sorted.map((row) => row[column] ?? null));
      return `$${this.#values.length}::${type}[]`;
    });
    this.#names.push(name);
    this.#parts.push(write(`unnest(${parameters.join(", ")})`));
  }

  /** Runs it, unless nothing was added. */
  async run(statements: Statements): Promise<void> {
    const last = this.#parts.at(-1);
    if (last === undefined) return;
    const before = this.#parts
      .slice(0, -1)
      .map((part, index) => `${this.#names[index]}_written as (${part})`);
    const text = before.length === 0 ? last : `with ${before.join(", ")} ${last}`;
    await statements.run(this.#names.join(" "), text, this.#values);
  }
}

function compareRows(a: readonly Value[], b: readonly Value[]): number {
  return compareValues(a[0], b[0]) || compareValues(a[1], b[1]);
}

function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (a === b) return 0;
  return String(a) < String(b) ? -1 : 1;
}
