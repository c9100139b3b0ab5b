import type { News, Queries } from "../database.ts";
import type { Engine, PoolLimits } from "../networked/engine.ts";
import { ChangeNews } from "./change-news.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { MYSQL_ERRORS } from "./errors.ts";
import { prepareMysqlSchema, readStamp } from "./prepare-mysql-schema.ts";
import { ValueBatches } from "./value-batches.ts";

/** A pool of connections to MySQL or MariaDB. */
export class MysqlEngine implements Engine {
  readonly dialect = "mysql";
  readonly errors = MYSQL_ERRORS;
  /** Below it, what a transaction read may be changed by another unnoticed. */
  readonly isolationLevel = "serializable";
  readonly read: Queries;
  readonly write: Queries;
  readonly batches: ValueBatches;
  readonly #pool: ConnectionPool;
  readonly #news: ChangeNews;

  constructor(uri: string, limits: PoolLimits) {
    this.#pool = new ConnectionPool(uri, limits);
    this.#news = new ChangeNews(this.#pool);
    this.read = this.#pool.read;
    this.write = this.#pool.write;
    this.batches = new ValueBatches(this.#pool);
  }

  prepareSchema(): Promise<void> {
    return prepareMysqlSchema(this.write);
  }

  readStamp(): Promise<string | undefined> {
    return readStamp(this.write);
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
