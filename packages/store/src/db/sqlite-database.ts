import type { Database, GroupedWrite, News, Queries, SqliteTransaction } from "./database.ts";
import { GroupCommit } from "./group-commit.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

const POLL_MS = 1000;
const CACHE_KIB = 8 * 1024;
/** Pages of the log before it is copied into the database: 16 MB, fewer and longer copies. */
const CHECKPOINT_PAGES = 4000;

/** A reading connection to a database that the process's writer has opened before. */
export function openReader(path: string): SqliteConnection {
  const connection = new SqliteConnection(path, { readOnly: true });
  connection.execute(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA busy_timeout = 5000`);
  return connection;
}

const LOCK_WAIT_MS = 10_000;
const LOCK_RETRY_MS = 20;

/** Tries again while another process holds the lock; SQLite's own waiting leaves out this case. */
function waitForLock(work: () => void): void {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      const isLocked = error instanceof Error && /database is locked/.test(error.message);
      if (!isLocked || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_RETRY_MS);
    }
  }
}

/** MLflow's tables in one SQLite file: one writing connection, and one for short reads. */
export class SqliteDatabase implements Database {
  readonly dialect = "sqlite";
  readonly read: Queries;
  readonly #writer: SqliteConnection;
  readonly #reader: SqliteConnection;
  readonly #groupCommit: GroupCommit;

  constructor(path: string) {
    this.#writer = new SqliteConnection(path, { readOnly: false });
    // Several programs may make the same database at this moment.
    waitForLock(() => this.#writer.execute("PRAGMA journal_mode = WAL"));
    // A write-ahead log with a sync at each commit: what was answered is on disk.
    this.#writer.execute(
      `PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
       PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    );
    this.#groupCommit = new GroupCommit(this.#writer);
    this.#reader = openReader(path);
    this.read = this.#reader.queries;
  }

  write<Result>(
    work: (transaction: SqliteTransaction) => Promise<Result> | Result,
  ): Promise<Result> {
    return this.#groupCommit.submit(work);
  }

  writeGrouped<Entry, Result>(write: GroupedWrite<Entry, Result>, entry: Entry): Promise<Result> {
    return this.#groupCommit.submit((transaction) => write.onSqlite(transaction, entry));
  }

  watch(onNews: (news: News) => void): () => void {
    let last = this.#readVersion();
    const poll = setInterval(() => {
      const version = this.#readVersion();
      if (version !== last) onNews(undefined);
      last = version;
    }, POLL_MS).unref();
    return () => clearInterval(poll);
  }

  /** On the writing connection it changes with the commits of all others. */
  #readVersion(): unknown {
    return this.#writer.prepare("PRAGMA data_version").get()?.["data_version"];
  }

  async close(): Promise<void> {
    await this.#groupCommit.idle();
    this.#reader.close();
    this.#writer.close();
  }
}
