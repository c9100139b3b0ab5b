import type { News, Queries } from "../database.ts";
import type { Engine, PoolLimits } from "../networked/engine.ts";
import { ArrayBatches } from "./array-batches.ts";
import { ChangeNews } from "./change-news.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { POSTGRESQL_ERRORS } from "./errors.ts";
import { preparePostgresqlSchema, readStamp } from "./prepare-postgresql-schema.ts";

/** A pool of connections to PostgreSQL. */
export class PostgresqlEngine implements Engine {
  readonly dialect = "postgresql";
  readonly errors = POSTGRESQL_ERRORS;
  readonly isolationLevel = "repeatable read";
  readonly read: Queries;
  readonly write: Queries;
  readonly batches: ArrayBatches;
  readonly #pool: ConnectionPool;
  readonly #news: ChangeNews;

  constructor(uri: string, limits: PoolLimits) {
    this.#pool = new ConnectionPool(uri, limits);
    this.#news = new ChangeNews(uri, this.#pool);
    this.read = this.#pool.read;
    this.write = this.#pool.write;
    this.batches = new ArrayBatches(this.#pool);
  }

  prepareSchema(): Promise<void> {
    return preparePostgresqlSchema(this.write);
  }

  readStamp(): Promise<string | undefined> {
    return readStamp(this.write);
  }

  async readPosition(): Promise<string> {
    const [row] = await this.#pool.query<{ position: string }>({
      text: "select pg_current_wal_flush_lsn()::text as position",
      values: [],
    });
    return row?.position ?? "0/0";
  }

  /** One that is not fed by the primary's log does not say how far it is, and is taken as it is. */
  async hasReached(position: string): Promise<boolean> {
    const [row] = await this.#pool.query<{ is_behind: 0 | 1 | null }>({
      text: "select pg_is_in_recovery() and pg_last_wal_replay_lsn() < $1::pg_lsn as is_behind",
      values: [position],
    });
    return row?.is_behind !== 1;
  }

  announce(news: string): void {
    this.#news.announce(news);
  }

  watch(onNews: (news: News) => void): () => void {
    return this.#news.watch(onNews);
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}
