import { lstatSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NetworkedDialect } from "@mlflow-ts/store";
import { ConfigError } from "./config-error.ts";

/** MLflow's default: a file in the current folder. */
export const DEFAULT_BACKEND_STORE_URI = "sqlite:///mlflow.db";

const LATER = new Map([
  ["mysql", "MySQL is not planned"],
  ["mssql", "SQL Server is not planned"],
  ["databricks", "Databricks is not a database this server can keep runs in"],
  ["databricks-uc", "Databricks is not a database this server can keep runs in"],
  ["http", "another tracking server can't be the store"],
  ["https", "another tracking server can't be the store"],
]);
const SUPPORTED =
  "use SQLite, e.g. sqlite:///mlflow.db or sqlite:////absolute/path/mlflow.db, or PostgreSQL, " +
  "e.g. postgresql://user:password@host:5432/database";
const POSTGRESQL = /^postgres(ql)?(\+\w+)?:\/\//i;

/** Where a backend store's URI says that runs are kept. */
export interface BackendPlace {
  readonly database:
    | { readonly path: string }
    | { readonly networked: { readonly dialect: NetworkedDialect; readonly uri: string } };
  /** For people: a path, or the URI without its password. */
  readonly name: string;
}

/** @throws ConfigError for a store that is not supported; the message names those that are. */
export function backendPlace(uri: string, source: string, cwd: string): BackendPlace {
  if (!POSTGRESQL.test(uri)) {
    const path = sqlitePath(uri, source, cwd);
    return { database: { path }, name: path };
  }
  const name = withoutPassword(uri);
  if (URL.canParse(uri.replace(POSTGRESQL, "postgresql://"))) {
    return { database: { networked: { dialect: "postgresql", uri } }, name };
  }
  throw new ConfigError(
    `${source} is '${name}', which is no URI: characters such as @ / # in a password are written ` +
      "as %40 %2F %23.",
  );
}

/**
 * The absolute path of the file that an SQLAlchemy URI such as `sqlite:///mlflow.db` names; a path
 * after three slashes is relative to `cwd`, after four absolute. Its parameters are MLflow's
 * driver's and have no meaning here.
 *
 * @throws ConfigError for any other store.
 */
function sqlitePath(uri: string, source: string, cwd: string): string {
  const scheme = /^([a-z][a-z0-9-]*)(\+[\w-]+)?:/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme !== "sqlite") {
    const reason =
      scheme === undefined || scheme === "file" || scheme.length === 1
        ? "runs kept as files (a plain folder such as ./mlruns) can't be served yet"
        : (LATER.get(scheme) ?? `'${scheme}' is not a known kind of store`);
    throw new ConfigError(`${source} is '${withoutPassword(uri)}': ${reason}; ${SUPPORTED}.`);
  }
  const path = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/i.exec(uri)?.[1];
  if (path === undefined || path === ":memory:") {
    throw new ConfigError(`${source} is '${uri}', which names no file; ${SUPPORTED}.`);
  }
  return resolve(cwd, decodePath(path));
}

/** Whether `./mlruns` holds experiments of MLflow's file store, which MLflow would then serve. */
export function holdsFileStore(cwd: string): boolean {
  const folder = join(cwd, "mlruns");
  try {
    return readdirSync(folder, { withFileTypes: true }).some(
      (entry) => entry.isDirectory() && /^\d+$/.test(entry.name) && hasMeta(folder, entry.name),
    );
  } catch {
    return false;
  }
}

function hasMeta(folder: string, experiment: string): boolean {
  return lstatSync(join(folder, experiment, "meta.yaml"), { throwIfNoEntry: false }) !== undefined;
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What stands before the last @ may be a password, wherever it begins. */
function withoutPassword(uri: string): string {
  return uri
    .replace(/:\/\/([^:@/]*):.*@/, "://$1:***@")
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, "$1***");
}
