import { SCHEMA_VERSION } from "../generated/schema-version.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { explain } from "./errors.ts";

export interface PostgresqlInspection {
  /** The schema's version; undefined when it holds no tables of MLflow's. */
  readonly stamp: string | undefined;
  /** That of the version which this program reads and writes. */
  readonly expectedStamp: string;
  /** Why there is no connection to it. */
  readonly unreachable: string | undefined;
}

export async function inspect(uri: string): Promise<PostgresqlInspection> {
  const pool = new ConnectionPool(uri, { size: 1, recycleSeconds: 0 });
  const inspection = { expectedStamp: SCHEMA_VERSION, stamp: undefined, unreachable: undefined };
  try {
    const text = "select to_regclass('alembic_version') is not null as is_stamped";
    const [found] = await pool.query<{ is_stamped: 0 | 1 }>({ text, values: [] });
    if (!found?.is_stamped) return inspection;
    const row = await pool.write.selectFrom("alembic_version").selectAll().executeTakeFirst();
    return { ...inspection, stamp: row?.version_num };
  } catch (error) {
    return { ...inspection, unreachable: explain(error) };
  } finally {
    await pool.end();
  }
}
