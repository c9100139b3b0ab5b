import { createHash } from "node:crypto";
import { dropMysqlDatabase, haveMysqlDatabase } from "./mysql.ts";
import { dropPostgresqlDatabase, havePostgresqlDatabase } from "./postgresql.ts";

/**
 * With `STORE=postgresql` or `STORE=mysql` servers keep runs there, each folder in a database of its
 * own.
 */
export const STORE = process.env["STORE"] ?? "sqlite";
export const IS_NETWORKED = STORE === "postgresql" || STORE === "mysql";

function databaseOf(folder: string): string {
  return `mlflow_ts_conf_${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
}

/** The URI of the folder's database, which is made when it is not there. */
export function haveDatabase(folder: string, store = STORE): Promise<string> {
  const name = databaseOf(folder);
  return store === "mysql" ? haveMysqlDatabase(name) : havePostgresqlDatabase(name);
}

export function dropDatabase(folder: string, store = STORE): Promise<void> {
  const name = databaseOf(folder);
  return store === "mysql" ? dropMysqlDatabase(name) : dropPostgresqlDatabase(name);
}

/** As MLflow is to be told it, whose default driver is not the one that its users install. */
export function withDriver(uri: string): string {
  return uri.replace(/^postgresql:/, "postgresql+psycopg2:").replace(/^mysql:/, "mysql+pymysql:");
}
