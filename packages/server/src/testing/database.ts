import { DatabaseSync } from "node:sqlite";

/** The number of rows of each table, for tests that nothing was written. */
export function countRows(databasePath: string): Record<string, number> {
  const database = new DatabaseSync(databasePath, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return Object.fromEntries(
      tables.map(({ name }) => {
        const row = database.prepare(`SELECT count(*) AS count FROM "${String(name)}"`).get();
        return [String(name), Number(row?.["count"])];
      }),
    );
  } finally {
    database.close();
  }
}
