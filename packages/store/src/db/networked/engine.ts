import type { Batches, News, Queries } from "../database.ts";
import type { ErrorKinds } from "./errors.ts";

/** The databases that are asked over a network. */
export type NetworkedDialect = "postgresql" | "mysql";

/** Limits of a server's connections to its database. */
export interface PoolLimits {
  /** Connections at once. */
  readonly size: number;
  /** Above this age a connection is not used again; 0: it is kept. */
  readonly recycleSeconds: number;
}

/** Connections to a database, and what is said to it in its own way. */
export interface Engine {
  readonly dialect: NetworkedDialect;
  readonly errors: ErrorKinds;
  /**
   * For reads: a statement whose connection is cut is made again on another one.
   *
   * Their errors are `ApiError`s where a client may know the reason.
   */
  readonly read: Queries;
  /** For transactions; their errors are the database's own. */
  readonly write: Queries;
  /** At which what was read and is changed by others meanwhile is a conflict. */
  readonly isolationLevel: "repeatable read" | "serializable";
  readonly batches: Batches;
  /** Creates MLflow's tables in an empty database; checks the version of one that has them. */
  prepareSchema(): Promise<void>;
  /** The stamp of its schema; undefined when it holds none. */
  readStamp(): Promise<string | undefined>;
  /** How far the log of its changes is; where it is not told, a database has no replica. */
  readPosition?(): Promise<string>;
  /** Whether a replica has made the changes up to there that its primary made. */
  hasReached?(position: string): Promise<boolean>;
  announce(news: string): void;
  watch(onNews: (news: News) => void): () => void;
  end(): Promise<void>;
}

/** Loaded by those who use it: a driver takes some megabytes. */
const LOADERS: Readonly<
  Record<NetworkedDialect, () => Promise<new (uri: string, limits: PoolLimits) => Engine>>
> = {
  postgresql: async () => (await import("../postgresql/postgresql-engine.ts")).PostgresqlEngine,
  mysql: async () => (await import("../mysql/mysql-engine.ts")).MysqlEngine,
};

/** An engine, which connects when it is asked something. */
export async function createEngine(
  dialect: NetworkedDialect,
  uri: string,
  limits: PoolLimits,
): Promise<Engine> {
  const OwnEngine = await LOADERS[dialect]();
  return new OwnEngine(uri, limits);
}
