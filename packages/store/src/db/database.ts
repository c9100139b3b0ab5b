import type { Int64 } from "@mlflow-ts/contract";
import type { Kysely } from "kysely";
import type { NetworkedDialect } from "./networked/engine.ts";
import type { Tables } from "./tables.ts";

/** Runs queries; a transaction's runs them inside it. */
export type Queries = Kysely<Tables>;

/** A value that can be bound to a statement. */
export type Bindable = string | number | bigint | Uint8Array | null;

/** One statement, compiled once, for the measured hot paths. */
export interface PreparedStatement {
  all(...parameters: Bindable[]): Record<string, unknown>[];
  get(...parameters: Bindable[]): Record<string, unknown> | undefined;
  run(...parameters: Bindable[]): { changes: number | bigint };
}

/** What a write sees of the database: everything it does is kept together or not at all. */
export interface Transaction {
  readonly queries: Queries;
}

export interface SqliteTransaction extends Transaction {
  prepare(sql: string): PreparedStatement;
}

/** A write that comes so often that those which wait at the same moment are made together. */
export interface GroupedWrite<Entry, Result> {
  /** Of each by itself, by compiled statements and without waiting. */
  readonly onSqlite: (transaction: SqliteTransaction, entry: Entry) => Result;
  /**
   * Of many by a few statements: an outcome for each, in order. When it throws, nothing may have been
   * written, and it is called again.
   */
  readonly inBatches: (batches: Batches, entries: readonly Entry[]) => Promise<Outcome<Result>[]>;
  /** About how many rows an entry has; those that are made together have some thousands at most. */
  readonly countRows: (entry: Entry) => number;
}

export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Reads and writes many rows at once in a database of a network. */
export interface Batches {
  /**
   * The rows of `table` whose columns hold what one of `keys` has; there may be others, which have
   * each value of another one of them.
   */
  find<Row extends object>(
    table: keyof Tables,
    columns: readonly (keyof Row & string)[],
    keyColumns: readonly string[],
    keys: readonly (readonly string[])[],
  ): Promise<Row[]>;
  /** What is written by it is kept whole or not at all. */
  createWrite(): BatchedWrite;
  /** For what is rare, a statement at a time. */
  readonly queries: Queries;
}

export interface BatchedWrite {
  /**
   * Adds what is inserted, unless there are no rows; each has a value for each column, in order.
   * They are sorted, so that servers which write the same ones wait for each other and do not lock
   * each other up.
   */
  insert(insert: BatchedInsert): void;
  /** Adds values that rows get, each for the row whose `key` it names. */
  update(
    table: keyof Tables,
    key: string,
    column: string,
    rows: readonly (readonly [key: string, value: string])[],
  ): void;
  /** Runs it, unless nothing was added. */
  run(): Promise<readonly LatePoint[]>;
  /**
   * Has `run` answer those of points before which the metric had one of a larger step; what was added
   * last are the latest points. Where databases keep no metrics as columns nobody has to know.
   */
  findLate?(points: readonly PointPlace[]): void;
}

/** The first of a metric's points in a write. */
export interface PointPlace {
  readonly runId: string;
  readonly key: string;
  readonly step: Int64;
  /** Whether there are others of larger steps. */
  readonly isOfMany: boolean;
}

/** A point that came after one of a larger step. */
export interface LatePoint {
  readonly run_uuid: string;
  readonly key: string;
  readonly step: Int64;
}

export type ColumnType = "text" | "bigint" | "double precision" | "boolean";
export type BatchedValue = string | number | bigint | boolean | null;

export interface BatchedInsert {
  readonly table: keyof Tables;
  /** The first two are what rows are sorted by. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: readonly (readonly BatchedValue[])[];
  /** What becomes of a row that is there: a conflict by default. */
  readonly existing?:
    | "kept"
    | {
        /** The columns of the table's key. */
        readonly key: readonly string[];
        /** What it gets from the new one. */
        readonly set: readonly string[];
        /** Only when the new one's values of these are larger. */
        readonly ifLarger?: readonly string[];
        /** Keys that the database takes for the same, though they are not, are one. */
        readonly mayRename?: boolean;
      };
}

/** What another server on the same database announced; `undefined`: something was written. */
export type News = string | undefined;

/**
 * A database that keeps MLflow's tables.
 *
 * @example
 * const runs = await database.read.selectFrom("runs").selectAll().execute();
 * await database.write(async ({ queries }) => {
 *   await queries.deleteFrom("tags").where("run_uuid", "=", runId).execute();
 * });
 */
export interface Database {
  readonly dialect: "sqlite" | NetworkedDialect;
  /** For short reads; sees what was committed before it. */
  readonly read: Queries;
  /**
   * Runs `work` in a transaction and answers once that is on disk. Writes that wait at the same
   * moment share a transaction and a sync, yet fail one by one. `work` awaits nothing but the
   * database.
   *
   * @throws ApiError TEMPORARILY_UNAVAILABLE when the database is locked, full or gone.
   */
  write<Result>(work: (transaction: Transaction) => Promise<Result> | Result): Promise<Result>;
  /** As `write`, for what comes so often that each database has its own way to do it. */
  writeGrouped<Entry, Result>(write: GroupedWrite<Entry, Result>, entry: Entry): Promise<Result>;
  /** Tells the other servers on this database; SQLite has none. */
  announce?(news: string): void;
  /** Hands on what other servers announce and that other programs wrote, until it is ended. */
  watch(onNews: (news: News) => void): () => void;
  close(): Promise<void>;
}
