import { lstatSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NetworkedDialect } from "@mlflow-ts/store";
import { ConfigError } from "./config-error.ts";

/** MLflow's default: a file in the current folder. */
export const DEFAULT_BACKEND_STORE_URI = "sqlite:///mlflow.db";

const LATER = new Map([
  ["mssql", "SQL Server is not planned"],
  ["databricks", "Databricks is not a database this server can keep runs in"],
  ["databricks-uc", "Databricks is not a database this server can keep runs in"],
  ["http", "another tracking server can't be the store"],
  ["https", "another tracking server can't be the store"],
]);
const SUPPORTED =
  "use SQLite, e.g. sqlite:///mlflow.db or sqlite:////absolute/path/mlflow.db, PostgreSQL, " +
  "e.g. postgresql://user:password@host:5432/database, or MySQL or MariaDB, " +
  "e.g. mysql://user:password@host:3306/database";

/** How the URIs of databases of a network begin, with or without a driver of Python's. */
const NETWORKED: readonly (readonly [RegExp, NetworkedDialect])[] = [
  [/^postgres(ql)?(\+\w+)?:\/\//i, "postgresql"],
  [/^(mysql|mariadb)(\+\w+)?:\/\//i, "mysql"],
];

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
  const [scheme, dialect] = NETWORKED.find(([begin]) => begin.test(uri)) ?? [];
  if (scheme === undefined || dialect === undefined) {
    const path = sqlitePath(uri, source, cwd);
    return { database: { path }, name: path };
  }
  const name = withoutPassword(uri);
  if (dialect === "mysql" && !/^\w[^?]*\/\/[^?]*\/[^/?]/.test(uri)) {
    throw new ConfigError(`${source} is '${name}', which names no database; ${SUPPORTED}.`);
  }
  if (isUri(uri.replace(scheme, `${dialect}://`))) {
    return { database: { networked: { dialect, uri } }, name };
  }
  throw new ConfigError(
    `${source} is '${name}', which is no URI: characters such as @ / # in a password are written ` +
      "as %40 %2F %23.",
  );
}

function isUri(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { username, password, pathname } = new URL(uri);
  return [username, password, pathname].every((part) => decode(part) !== undefined);
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
  return resolve(cwd, decode(path) ?? path);
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

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What stands before the last @ may be a password, wherever it begins. */
function withoutPassword(uri: string): string {
  return uri
    .replace(/:\/\/([^:@/]*):.*@/, "://$1:***@")
    .replace(/([?&](?:password|sslpassword)=)[^&]*/gi, "$1***");
}
