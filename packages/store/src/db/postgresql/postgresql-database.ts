import type {
  Database,
  GroupedWrite,
  News,
  Queries,
  Statements,
  Transaction,
} from "../database.ts";
import { ChangeNews } from "./change-news.ts";
import type { PoolLimits } from "./connection-options.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { isConflict, isDisconnection, toApiError, unavailable } from "./errors.ts";
import { GroupWriter } from "./group-writer.ts";
import { preparePostgresqlSchema } from "./prepare-schema.ts";
import { withRetries } from "./with-retries.ts";

/** MLflow's tables in PostgreSQL, which other servers may use at the same time. */
export class PostgresqlDatabase implements Database {
  readonly dialect = "postgresql";
  readonly read: Queries;
  readonly #pool: ConnectionPool;
  readonly #news: ChangeNews;
  readonly #statements: Statements;
  readonly #writers = new Map<unknown, GroupWriter<unknown, unknown>>();
  #underWay = 0;
  #onIdle: (() => void) | undefined;

  constructor(uri: string, limits: PoolLimits) {
    this.#pool = new ConnectionPool(uri, limits);
    this.#news = new ChangeNews(uri, this.#pool);
    this.read = this.#pool.read;
    this.#statements = {
      run: (name, text, values) => this.#pool.query({ name, text, values: [...values] }),
    };
  }

  async prepareSchema(): Promise<void> {
    await preparePostgresqlSchema(this.#pool.write);
  }

  write<Result>(work: (transaction: Transaction) => Promise<Result> | Result): Promise<Result> {
    return this.#track(async () => {
      try {
        return await this.#writeWithRetries(work);
      } catch (error) {
        if (!isConflict(error)) throw toApiError(error);
        throw unavailable("others keep writing to the same rows", error);
      }
    });
  }

  writeGrouped<Entry, Result>(write: GroupedWrite<Entry, Result>, entry: Entry): Promise<Result> {
    let writer = this.#writers.get(write) as GroupWriter<Entry, Result> | undefined;
    if (writer === undefined) {
      writer = new GroupWriter(write, this.#statements);
      // Found again by the same write only, and so with the same types.
      this.#writers.set(write, writer as unknown as GroupWriter<unknown, unknown>);
    }
    const { submit } = writer;
    return this.#track(() => submit.call(writer, entry));
  }

  announce(news: string): void {
    this.#news.announce(news);
  }

  watch(onNews: (news: News) => void): () => void {
    return this.#news.watch(onNews);
  }

  async close(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#pool.end();
  }

  /**
   * At "repeatable read" a row that another transaction changes meanwhile is a conflict, as what was
   * read of it decides about what is written.
   */
  #writeWithRetries<Result>(
    work: (transaction: Transaction) => Promise<Result> | Result,
  ): Promise<Result> {
    let mayBeKept = false;
    return withRetries(
      () =>
        this.#pool.write
          .transaction()
          .setIsolationLevel("repeatable read")
          .execute(async (queries) => {
            mayBeKept = false;
            const result = await work({ queries });
            // From here on it is committed: when the answer to that is lost, it may be kept.
            mayBeKept = true;
            return result;
          }),
      (error) => !(mayBeKept && isDisconnection(error)),
    );
  }

  async #track<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#onIdle?.();
    }
  }
}
