import { IS_POSTGRESQL, type OtherProgram } from "@mlflow-ts/store/testing";
import type { TestServer } from "./test-server.ts";

/** The number of rows of each table, for tests that nothing was written. */
export async function countRows(server: TestServer): Promise<Record<string, number>> {
  const database = await server.openDatabase();
  try {
    const counts: Record<string, number> = {};
    for (const name of await listTables(database)) {
      const [row] = await database.run(`SELECT count(*) AS count FROM "${name}"`);
      counts[name] = Number(row?.["count"]);
    }
    return counts;
  } finally {
    await database.close();
  }
}

async function listTables(database: OtherProgram): Promise<string[]> {
  const source = IS_POSTGRESQL
    ? "information_schema.tables WHERE table_schema = 'public'"
    : "sqlite_master WHERE type = 'table'";
  const name = IS_POSTGRESQL ? "table_name" : "name";
  const rows = await database.run(`SELECT ${name} AS name FROM ${source}`);
  return rows.map((row) => String(row["name"]));
}
