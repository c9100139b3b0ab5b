/** The databases that servers of the bench work on: one for each folder. */
import { join } from "node:path";
import { dropDatabase, haveDatabase, withDriver } from "../conformance/networked-database.ts";

export const DATABASE_KINDS = ["sqlite", "postgresql"] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

const foldersOnPostgresql = new Set<string>();

/** @throws Error for what is no kind of database. */
export function parseDatabaseKind(text: string): DatabaseKind {
  const kind = DATABASE_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new Error(`--database ${text}: there are ${DATABASE_KINDS.join(" and ")}`);
}

/** The URI of a folder's database; in PostgreSQL it is made when it is not there. */
export async function databaseOf(folder: string, kind: DatabaseKind): Promise<string> {
  if (kind === "sqlite") return `sqlite:///${join(folder, "mlflow.db")}`;
  foldersOnPostgresql.add(folder);
  return haveDatabase(folder, kind);
}

/** As MLflow's server is to be told it. */
export function forMlflow(uri: string): string {
  return withDriver(uri);
}

/** The file of an SQLite database. */
export function pathOf(uri: string): string {
  return uri.replace("sqlite:///", "");
}

/** Removes what {@link databaseOf} made beside the folders; nothing may use it any more. */
export async function dropDatabases(): Promise<void> {
  for (const folder of foldersOnPostgresql) await dropDatabase(folder, "postgresql");
  foldersOnPostgresql.clear();
}
