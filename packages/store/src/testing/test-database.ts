import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { SCHEMA_VERSION } from "../db/generated/schema-version.ts";
import { createEngine } from "../db/networked/engine.ts";
import type { ReadTarget } from "../db/read-target.ts";
import type { DatabasePlace } from "../store.ts";

/**
 * The database that tests run on: SQLite, or PostgreSQL with `STORE=postgresql`; that is looked for
 * at `TEST_POSTGRESQL_URI`, whose user may create databases.
 */
export const IS_POSTGRESQL = process.env["STORE"] === "postgresql";

const POSTGRESQL_URI =
  process.env["TEST_POSTGRESQL_URI"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** What another program does on the database, as one statement after the other. */
export interface OtherProgram {
  run(sql: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** A database of a test's own, with nothing in it or with MLflow's tables. */
export interface TestDatabase {
  readonly place: DatabasePlace;
  /** For a program that is to open it: `sqlite:///…` or `postgresql://…`. */
  readonly uri: string;
  openOther(): Promise<OtherProgram>;
  remove(): Promise<void>;
}

export async function createTestDatabase(options?: { isEmpty?: boolean }): Promise<TestDatabase> {
  return IS_POSTGRESQL ? createPostgresqlDatabase(options) : createSqliteDatabase();
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

const TEMPLATE = `mlflow_ts_test_template_${SCHEMA_VERSION}`;
/** Texts in the order of their bytes, as SQLite has them. */
const LIKE_SQLITE = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
const LOCK = 7_305_231;

/** A PostgreSQL database of a test's own; by default a copy of one with MLflow's tables. */
export async function createPostgresqlDatabase(
  options: { isEmpty?: boolean } = {},
): Promise<TestDatabase> {
  const name = `mlflow_ts_test_${randomUUID().replaceAll("-", "")}`;
  await asAdministrator(async (client) => {
    if (!options.isEmpty) await haveTemplate(client);
    const source = options.isEmpty ? LIKE_SQLITE : `TEMPLATE ${TEMPLATE}`;
    await client.query(`CREATE DATABASE ${name} ${source}`);
  });
  const uri = uriOf(name);
  return {
    place: { networked: { dialect: "postgresql", uri, maxConnections: 6 } },
    uri,
    openOther: async () => {
      const client = new pg.Client(uri);
      // The database may be removed while it is connected.
      client.on("error", () => {});
      await client.connect();
      return {
        run: async (sql) => (await client.query(sql)).rows,
        close: () => client.end(),
      };
    },
    remove: () => asAdministrator((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

function uriOf(database: string): string {
  const uri = new URL(POSTGRESQL_URI);
  uri.pathname = `/${database}`;
  return String(uri);
}

async function haveTemplate(client: pg.Client): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
  try {
    const { rows } = await client.query("SELECT FROM pg_database WHERE datname = $1", [TEMPLATE]);
    if (rows.length > 0) return;
    const unfinished = `${TEMPLATE}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished} ${LIKE_SQLITE}`);
    const limits = { size: 1, recycleSeconds: 0 };
    const engine = await createEngine("postgresql", uriOf(unfinished), limits);
    await engine.prepareSchema();
    await engine.end();
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${TEMPLATE}`);
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [LOCK]);
  }
}

async function asAdministrator(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(POSTGRESQL_URI);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
