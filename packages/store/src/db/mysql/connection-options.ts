import { readFileSync } from "node:fs";
import type { PoolOptions, TypeCastField, TypeCastNext } from "mysql2";

const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;
const DEFAULT_PORT = 3306;

/**
 * What a connection is told first. Names may stand in double quotes, as in other databases, and an
 * experiment may have the id 0. Backslashes escape, whatever the server's default: values are
 * written into statements with them. Texts are compared as the database's own tables do it.
 */
export const SESSION_SETTINGS = `set
  sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION',
  collation_connection =
    if(@@character_set_database = 'utf8mb4', @@collation_database, @@collation_connection),
  group_concat_max_len = 1073741824, innodb_lock_wait_timeout = 10
  /*M!100100 , max_statement_time = 60 */ /*!80000 , max_execution_time = 60000 */`;

/** How columns become values: integers as numbers where they fit into one, else exact. */
function toValue(field: TypeCastField, next: TypeCastNext): unknown {
  switch (field.type) {
    case "LONGLONG": {
      const text = field.string();
      if (text === null) return null;
      const number = Number(text);
      return Number.isSafeInteger(number) ? number : BigInt(text);
    }
    case "DOUBLE":
    case "NEWDECIMAL": {
      // The driver's own reading of digits is not exact.
      const text = field.string();
      return text === null ? null : Number(text);
    }
    case "JSON":
      return field.string();
    default:
      return next();
  }
}

/**
 * How to connect to what an SQLAlchemy URI names, such as `mysql+pymysql://user@host/db`; its
 * parameters are those of PyMySQL that say where the server is and whom to trust. MLflow's
 * variables for certificates serve too.
 *
 * @throws Error when it is no URI, or a certificate can't be read.
 */
export function connectionOptions(uri: string): PoolOptions {
  const { hostname, port, username, password, pathname, searchParams } = new URL(
    uri.replace(/^\w+(\+\w+)?:/, "mysql:"),
  );
  const socketPath = searchParams.get("unix_socket");
  const ssl = sslOptions(searchParams);
  return {
    ...(socketPath
      ? { socketPath }
      : { host: toHost(hostname), port: Number(port || DEFAULT_PORT) }),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(ssl && { ssl }),
    charset: "utf8mb4",
    connectTimeout: CONNECT_TIMEOUT_MS,
    idleTimeout: IDLE_TIMEOUT_MS,
    // So that a write tells how many rows it changed, not how many it found.
    flags: ["-FOUND_ROWS"],
    typeCast: toValue,
  };
}

/** A URL has the address of IPv6 in brackets. */
function toHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1") || "127.0.0.1";
}

function sslOptions(parameters: URLSearchParams): PoolOptions["ssl"] {
  const files = Object.fromEntries(
    (["ca", "cert", "key"] as const).flatMap((name) => {
      const path =
        parameters.get(`ssl_${name}`) ?? process.env[`MLFLOW_MYSQL_SSL_${name.toUpperCase()}`];
      return path ? [[name, readFileSync(path, "utf8")]] : [];
    }),
  );
  const isAsked = ["ssl", "ssl_verify_cert", "ssl_verify_identity"].some((name) =>
    /^(1|true|yes)$/i.test(parameters.get(name) ?? ""),
  );
  if (!isAsked && Object.keys(files).length === 0) return undefined;
  // As MySQL's own clients do: who the server is can be checked by a certificate only.
  const isChecked =
    "ca" in files || /^(1|true|yes)$/i.test(parameters.get("ssl_verify_cert") ?? "");
  const isNamed = /^(1|true|yes)$/i.test(parameters.get("ssl_verify_identity") ?? "");
  return { ...files, rejectUnauthorized: isChecked || isNamed, verifyIdentity: isNamed };
}
