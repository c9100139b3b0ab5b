import type { Kysely } from "kysely";
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
   * Of many by a few statements, lists bound as arrays: an outcome for each, in order. When it
   * throws, nothing may have been written, and it is called again.
   */
  readonly onPostgresql: (
    statements: Statements,
    entries: readonly Entry[],
  ) => Promise<Outcome<Result>[]>;
  /** About how many rows an entry has; those that are made together have some thousands at most. */
  readonly countRows: (entry: Entry) => number;
}

export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** Runs statements of PostgreSQL, each in a transaction of its own. */
export interface Statements {
  /** `name` stands for the text: the same text is parsed once for a connection. */
  run<Row extends object>(name: string, text: string, values: readonly unknown[]): Promise<Row[]>;
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
  readonly dialect: "sqlite" | "postgresql";
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
