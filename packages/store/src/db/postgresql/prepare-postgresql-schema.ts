import { sql } from "kysely";
import type { Queries } from "../database.ts";
import { POSTGRESQL_SCHEMA } from "../generated/postgresql-schema.ts";
import { SCHEMA_VERSION } from "../generated/schema-version.ts";
import { DEFAULT_WORKSPACE } from "../prepare-sqlite-schema.ts";
import { checkSchemaVersion } from "../schema-error.ts";

/** Any number that other programs on the database hardly lock by: "mlflow" in letters. */
const LOCK = 0x6d_6c_66_6c_6f_77;

/**
 * Creates MLflow's tables in an empty database; checks the version of one that has them. Of many
 * servers that start at once, the first one creates them while the others wait.
 *
 * @throws SchemaError when the database belongs to another version of MLflow or to something else.
 */
export async function preparePostgresqlSchema(queries: Queries): Promise<void> {
  if (await holdsTables(queries)) return checkVersion(queries);
  await queries.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    if (await holdsTables(transaction)) return checkVersion(transaction);
    // In one text: two hundred answers to wait for would take as long as a third of the work.
    await sql.raw(POSTGRESQL_SCHEMA.join(";\n")).execute(transaction);
    await transaction
      .insertInto("alembic_version")
      .values({ version_num: SCHEMA_VERSION })
      .execute();
    const [name, description] = DEFAULT_WORKSPACE;
    await transaction.insertInto("workspaces").values({ name, description }).execute();
  });
}

async function holdsTables(queries: Queries): Promise<boolean> {
  const { rows } = await sql`
    select 1 from information_schema.tables where table_schema = current_schema() limit 1`.execute(
    queries,
  );
  return rows.length > 0;
}

async function checkVersion(queries: Queries): Promise<void> {
  checkSchemaVersion(await readStamp(queries), "postgresql://<user>@<host>/<database>");
}

/** The stamp of the schema; undefined when there is none. */
export async function readStamp(queries: Queries): Promise<string | undefined> {
  const { rows } = await sql<{ name: string | null }>`
    select to_regclass('alembic_version')::text as name`.execute(queries);
  if (rows[0]?.name == null) return undefined;
  const row = await queries.selectFrom("alembic_version").select("version_num").executeTakeFirst();
  return row?.version_num;
}
