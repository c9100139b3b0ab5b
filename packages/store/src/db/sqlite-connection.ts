import { DatabaseSync, type StatementSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import type { Bindable, PreparedStatement, Queries } from "./database.ts";
import type { Tables } from "./tables.ts";

const CACHED_STATEMENTS = 300;

/** Narrows integers that fit into a number; the others stay exact as bigint. */
function narrowIntegers(row: Record<string, unknown>): Record<string, unknown> {
  for (const key in row) {
    const value = row[key];
    if (typeof value !== "bigint") continue;
    const number = Number(value);
    if (Number.isSafeInteger(number)) row[key] = number;
  }
  return row;
}

function isIntegerTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_OUT_OF_RANGE";
}

/** Reads with plain numbers; only where a row holds an integer past 2^53, again with bigint. */
function readExactly<Result>(statement: StatementSync, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!isIntegerTooLarge(error)) throw error;
    statement.setReadBigInts(true);
    try {
      return read();
    } finally {
      statement.setReadBigInts(false);
    }
  }
}

class CachedStatement implements PreparedStatement {
  readonly #statement: StatementSync;
  readonly isReader: boolean;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.isReader = statement.columns().length > 0;
    // The id of an inserted row may be one that no double keeps.
    if (!this.isReader) statement.setReadBigInts(true);
  }

  all(...parameters: Bindable[]): Record<string, unknown>[] {
    return readExactly(this.#statement, () =>
      this.#statement.all(...parameters).map(narrowIntegers),
    );
  }

  get(...parameters: Bindable[]): Record<string, unknown> | undefined {
    return readExactly(this.#statement, () => {
      const row = this.#statement.get(...parameters);
      return row && narrowIntegers(row);
    });
  }

  run(...parameters: Bindable[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#statement.run(...parameters);
  }

  *iterate(...parameters: Bindable[]): IterableIterator<Record<string, unknown>> {
    for (const row of this.#statement.iterate(...parameters)) yield narrowIntegers(row);
  }
}

function toBindable(value: unknown): Bindable {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === undefined) return null;
  // Kysely passes on what the typed query holds, and columns are typed as bindable values.
  return value as Bindable;
}

/** One connection to an SQLite file, with its compiled statements kept and Kysely on top. */
export class SqliteConnection {
  readonly queries: Queries;
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, CachedStatement>();

  constructor(path: string, options: { readOnly: boolean }) {
    this.path = path;
    this.#database = new DatabaseSync(path, { readOnly: options.readOnly });
    this.queries = new Kysely<Tables>({
      dialect: new SqliteDialect({
        database: {
          prepare: (sql) => {
            const statement = this.prepare(sql);
            return {
              reader: statement.isReader,
              all: (parameters) => statement.all(...parameters.map(toBindable)),
              run: (parameters) => statement.run(...parameters.map(toBindable)),
              iterate: (parameters) => statement.iterate(...parameters.map(toBindable)),
            };
          },
          close: () => {},
        },
      }),
    });
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** Another one after VACUUM, which may number the rows anew, and after a change of a table. */
  schemaVersion(): unknown {
    return this.prepare("PRAGMA schema_version").get()?.["schema_version"];
  }

  /** Another one after each write of another connection. */
  dataVersion(): unknown {
    return this.prepare("PRAGMA data_version").get()?.["data_version"];
  }

  /** Makes the reads within see one state, whatever is written meanwhile. */
  inSnapshot<Result>(work: () => Result): Result {
    this.execute("BEGIN");
    try {
      return work();
    } finally {
      this.execute("COMMIT");
    }
  }

  /**
   * Makes an SQL function of three doubles that hands each row's on and answers how many rows there
   * were. For many rows this takes half the time of reading them as objects or arrays.
   */
  createCollector(
    name: string,
    collect: (a: number | null, b: number | null, c: number | null) => void,
  ): void {
    type Argument = number | null;
    this.#database.aggregate(name, {
      start: 0,
      // Its number of parameters is the SQL function's. Statements pass it nothing but doubles.
      step: (count: number, a, b, c) => {
        collect(a as Argument, b as Argument, c as Argument);
        return count + 1;
      },
      result: (count: number) => count,
    });
  }

  /**
   * Hands the rows to `read` one by one, as arrays, while the statement runs. `read` is called a
   * second time, with all integers as bigint, where one of them does not fit into a number.
   */
  scan<Result>(
    sql: string,
    parameters: readonly Bindable[],
    read: (rows: Iterable<unknown>) => Result,
  ): Result {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return readExactly(statement, () => read(statement.iterate(...parameters)));
  }

  /** Compiles a statement, or finds it compiled; the longest unused ones are dropped. */
  prepare(sql: string): CachedStatement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = new CachedStatement(this.#database.prepare(sql));
      const oldest = this.#statements.keys().next();
      if (this.#statements.size >= CACHED_STATEMENTS && !oldest.done) {
        this.#statements.delete(oldest.value);
      }
    } else {
      this.#statements.delete(sql);
    }
    this.#statements.set(sql, statement);
    return statement;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}
