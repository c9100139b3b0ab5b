import { randomUUID } from "node:crypto";
import pg from "pg";
import { SCHEMA_VERSION } from "../db/generated/schema-version.ts";
import { createEngine } from "../db/networked/engine.ts";
import type { NetworkedTestDatabase } from "./test-database.ts";

const POSTGRESQL_URI =
  process.env["TEST_POSTGRESQL_URI"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

const TEMPLATE = `mlflow_ts_test_template_${SCHEMA_VERSION}`;
/** Texts in the order of their bytes, as SQLite has them. */
const LIKE_SQLITE = "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'";
const LOCK = 7_305_231;

/** A PostgreSQL database of a test's own; by default a copy of one with MLflow's tables. */
export async function createPostgresqlDatabase(
  options: { isEmpty?: boolean } = {},
): Promise<NetworkedTestDatabase> {
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
    cutConnections: () =>
      asAdministrator((client) =>
        client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [
          name,
        ]),
      ),
    setAway: (isAway) =>
      asAdministrator((client) =>
        client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${!isAway}`),
      ),
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
