import type { PostgresqlInspection } from "./postgresql/inspect-postgresql.ts";

/** Looks at a PostgreSQL database without changing it. */
export async function inspectPostgresql(uri: string): Promise<PostgresqlInspection> {
  const { inspect } = await import("./postgresql/inspect-postgresql.ts");
  return inspect(uri);
}
