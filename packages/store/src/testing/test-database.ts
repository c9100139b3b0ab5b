import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ReadTarget } from "../db/read-target.ts";
import type { DatabasePlace } from "../store.ts";
import { createMysqlDatabase } from "./mysql-database.ts";
import { createPostgresqlDatabase } from "./postgresql-database.ts";

/**
 * The database that tests run on: SQLite, or another one with `STORE=postgresql` or `STORE=mysql`;
 * that is looked for at `TEST_POSTGRESQL_URI` or `TEST_MYSQL_URI`, whose user may create databases.
 */
const STORE = process.env["STORE"];
export const IS_POSTGRESQL = STORE === "postgresql";
export const IS_MYSQL = STORE === "mysql";
export const IS_NETWORKED = IS_POSTGRESQL || IS_MYSQL;

/** What another program does on the database, as one statement after the other. */
export interface OtherProgram {
  run(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A database of a test's own, with nothing in it or with MLflow's tables. */
export interface TestDatabase {
  readonly place: DatabasePlace;
  /** For a program that is to open it: `sqlite:///…`, `postgresql://…` or `mysql://…`. */
  readonly uri: string;
  openOther(): Promise<OtherProgram>;
  remove(): Promise<void>;
}

/** One that other servers use too. */
export interface NetworkedTestDatabase extends TestDatabase {
  /** Ends all connections to it, as an operator or a failure does. */
  cutConnections(): Promise<void>;
  /** Refuses every new connection, or lets them in again. */
  setAway(isAway: boolean): Promise<void>;
}

/** As {@link createTestDatabase}, where `STORE` names a database of a network. */
export function createNetworkedDatabase(options?: {
  isEmpty?: boolean;
}): Promise<NetworkedTestDatabase> {
  return IS_MYSQL ? createMysqlDatabase(options) : createPostgresqlDatabase(options);
}

export async function createTestDatabase(options?: { isEmpty?: boolean }): Promise<TestDatabase> {
  return IS_NETWORKED ? createNetworkedDatabase(options) : createSqliteDatabase();
}

/** Where a thread reads it. */
export function readTargetOf({ place }: TestDatabase): ReadTarget {
  if ("path" in place) return { dialect: "sqlite", path: place.path };
  const limits = { size: 2, recycleSeconds: 0 };
  const { dialect, uri } = place.networked;
  return { dialect, uri, limits };
}

function createSqliteDatabase(): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), "mlflow-ts-store-"));
  const path = join(folder, "mlflow.db");
  return {
    place: { path },
    uri: `sqlite:///${path}`,
    openOther: async () => {
      const database = new DatabaseSync(path);
      return {
        run: async (sql) => database.prepare(sql).all(),
        close: async () => database.close(),
      };
    },
    remove: async () => rmSync(folder, { recursive: true, maxRetries: 3 }),
  };
}
