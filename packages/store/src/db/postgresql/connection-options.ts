import { userInfo } from "node:os";
import type { PoolConfig } from "pg";
import { parse } from "pg-connection-string";

const STATEMENT_TIMEOUT_MS = 60_000;
const LOCK_TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const IDLE_TIMEOUT_MS = 60_000;

/**
 * How plans are chosen for what is asked here. Pages are in memory or on a disk without a head, so
 * that a metric is looked up by its key and run, not among all metrics of the run: a search over
 * 100,000 runs takes 80 ms instead of 125. Two kinds of plans were never the best ones, and to weigh
 * them takes a tenth of a search over 2,000 runs, as the ends of indexes are looked up for it.
 */
const PLANNING = "-c random_page_cost=1.1 -c enable_mergejoin=off -c enable_memoize=off";

/** By this name connections of this program are known from those of others. */
export const APPLICATION_NAME = "mlflow-ts";

const SCHEME = /^postgres(ql)?(\+\w+)?:/i;

/**
 * How to connect to what an SQLAlchemy URI names, such as `postgresql+psycopg2://user@host/db`.
 * What it leaves out comes from PGHOST, PGPASSWORD and the others of PostgreSQL's own clients.
 *
 * @throws Error when it is no URI.
 */
export function connectionOptions(uri: string): PoolConfig {
  // As PostgreSQL's own clients understand sslmode: "require" does not check who the server is.
  const parsed = parse(uri.replace(SCHEME, "postgresql:"), { useLibpqCompat: true });
  const { host, port, database, user, password, ssl, options = "" } = parsed;
  return {
    ...(host && { host }),
    ...(port && { port: Number(port) }),
    ...(database && { database }),
    user: user || process.env["PGUSER"] || userInfo().username,
    ...(password && { password }),
    ...(ssl !== undefined && { ssl: ssl as PoolConfig["ssl"] & object }),
    application_name: APPLICATION_NAME,
    options: `${PLANNING} ${options}`.trim(),
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  };
}
