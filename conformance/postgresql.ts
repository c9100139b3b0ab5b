import pg from "pg";

/** Whose user may create databases. */
const ADMIN_URI =
  process.env["TEST_POSTGRESQL_URI"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** The URI of a database, which is made when it is not there. */
export async function havePostgresqlDatabase(name: string): Promise<string> {
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

export async function dropPostgresqlDatabase(name: string): Promise<void> {
  await asAdministrator((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
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
