import { sql } from "kysely";
import type { Queries } from "../database.ts";
import { MYSQL_SCHEMA } from "../generated/mysql-schema.ts";
import { SCHEMA_VERSION } from "../generated/schema-version.ts";
import { DEFAULT_WORKSPACE } from "../prepare-sqlite-schema.ts";
import { checkSchemaVersion } from "../schema-error.ts";

const LOCK_TIMEOUT_SECONDS = 60;

/**
 * Creates MLflow's tables in an empty database; checks the version of one that has them. Of many
 * servers that start at once, the first one creates them while the others wait. Each table is kept
 * by itself, and the stamp comes last: where there is a table for it but no stamp, the rest follows.
 *
 * @throws SchemaError when the database belongs to another version of MLflow or to something else.
 */
export async function prepareMysqlSchema(queries: Queries): Promise<void> {
  if (await isComplete(queries)) return;
  // What is set for a connection holds for this one only.
  await queries.connection().execute(async (connection) => {
    const name = sql`concat('mlflow ', left(md5(database()), 32))`;
    const { rows } = await sql<{ is_locked: number | null }>`
      select get_lock(${name}, ${LOCK_TIMEOUT_SECONDS}) as is_locked`.execute(connection);
    if (rows[0]?.is_locked !== 1) throw new Error("another program makes its tables for long");
    try {
      if (!(await isComplete(connection))) await createTables(connection);
    } finally {
      await sql`set foreign_key_checks = default`.execute(connection);
      await sql`do release_lock(${name})`.execute(connection);
    }
  });
}

async function createTables(queries: Queries): Promise<void> {
  // They refer to each other.
  await sql`set foreign_key_checks = 0`.execute(queries);
  for (const statement of MYSQL_SCHEMA) await sql.raw(statement).execute(queries);
  const [name, description] = DEFAULT_WORKSPACE;
  await queries
    .insertInto("workspaces")
    .values({ name, description })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await queries.insertInto("alembic_version").values({ version_num: SCHEMA_VERSION }).execute();
}

/** Whether all tables are there; those of another version or program are refused. */
async function isComplete(queries: Queries): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = database()`.execute(queries);
  if (rows.length === 0) return false;
  const isStamped = rows.some(({ name }) => name === "alembic_version");
  const stamp = isStamped ? await readVersion(queries) : undefined;
  if (isStamped && stamp === undefined) return false;
  checkSchemaVersion(stamp, "mysql+pymysql://<user>@<host>/<database>");
  return true;
}

/** The stamp of the schema; undefined when there is none. */
export async function readStamp(queries: Queries): Promise<string | undefined> {
  const { rows } = await sql`
    select 1 from information_schema.tables
    where table_schema = database() and table_name = 'alembic_version'`.execute(queries);
  return rows.length === 0 ? undefined : readVersion(queries);
}

async function readVersion(queries: Queries): Promise<string | undefined> {
  const row = await queries.selectFrom("alembic_version").select("version_num").executeTakeFirst();
  return row?.version_num;
}
