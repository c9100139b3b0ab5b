import { IS_MYSQL, IS_POSTGRESQL, type OtherProgram } from "@mlflow-ts/store/testing";
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
  const schema = IS_MYSQL ? "database()" : "'public'";
  const [name, source] =
    IS_POSTGRESQL || IS_MYSQL
      ? ["table_name", `information_schema.tables WHERE table_schema = ${schema}`]
      : ["name", "sqlite_master WHERE type = 'table'"];
  const rows = await database.run(`SELECT ${name} AS name FROM ${source}`);
  // Our own tell of what is written and of nothing else.
  return rows.map((row) => String(row["name"])).filter((table) => !table.startsWith("mlflow_ts_"));
}
