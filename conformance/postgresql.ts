import { createHash } from "node:crypto";
import pg from "pg";

/** With `STORE=postgresql` servers keep runs there, each folder in a database of its own. */
export const IS_POSTGRESQL = process.env["STORE"] === "postgresql";

/** Whose user may create databases. */
const ADMIN_URI =
  process.env["TEST_POSTGRESQL_URI"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

function databaseOf(folder: string): string {
  return `mlflow_ts_conf_${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
}

/** The URI of the folder's database, which is made when it is not there. */
export async function haveDatabase(folder: string): Promise<string> {
  const name = databaseOf(folder);
  await asAdministrator(async (client) => {
    const { rows } = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (rows.length > 0) return;
    // Texts in the order of their bytes, whatever the machine's language.
    await client.query(
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
    );
  });
  const uri = new URL(ADMIN_URI);
  uri.pathname = `/${name}`;
  return String(uri);
}

export async function dropDatabase(folder: string): Promise<void> {
  await asAdministrator((client) =>
    client.query(`DROP DATABASE IF EXISTS ${databaseOf(folder)} WITH (FORCE)`),
  );
}

/** As MLflow is to be told it, whose default driver is not the one that its users install. */
export function withPsycopg(uri: string): string {
  return uri.replace(/^postgresql:/, "postgresql+psycopg2:");
}

async function asAdministrator(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(ADMIN_URI);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
