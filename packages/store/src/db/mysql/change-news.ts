import { randomUUID } from "node:crypto";
import type { ConnectionPool } from "./connection-pool.ts";
import { errorNumber } from "./errors.ts";
import { SELECT_LOG_POSITION } from "./log-position.ts";

/** Our own table, which is made with the first news; anybody may drop it. */
const CREATE_TABLE = `create table if not exists mlflow_ts_news (
  id bigint auto_increment primary key, server varchar(36) not null, news longtext not null,
  told_at timestamp not null default current_timestamp)`;
const NO_SUCH_TABLE = 1146;
const POLL_MS = 500;
const KEPT_SECONDS = 60;
/** A write is told of so long after it, and the telling is a write as well. */
const EXPLAINED_MS = 1500;
const MAX_CHARACTERS = 100_000;

/** What a server tells the others on its database, and hears from them, through a table. */
export class ChangeNews {
  readonly #pool: ConnectionPool;
  /** By this a server knows its own words. */
  readonly #self = randomUUID();
  #hasToldSinceLook = false;

  constructor(pool: ConnectionPool) {
    this.#pool = pool;
  }

  announce(news: string): void {
    this.#hasToldSinceLook = true;
    // While the database is away nothing can be told; nobody hears either.
    this.#tell(news.length <= MAX_CHARACTERS ? news : "").catch(() => {});
  }

  async #tell(news: string): Promise<void> {
    const insert = {
      text: "insert into mlflow_ts_news (server, news) values (?, ?)",
      values: [this.#self, news],
    };
    await this.#pool.run(insert).catch(async (error: unknown) => {
      if (errorNumber(error) !== NO_SUCH_TABLE) throw error;
      await this.#pool.run({ text: CREATE_TABLE, values: [] });
      await this.#pool.run(insert);
    });
    const text = `delete from mlflow_ts_news where told_at < now() - interval ${KEPT_SECONDS} second`;
    await this.#pool.run({ text, values: [] });
  }

  /** Hands on what others tell; nothing told means that something was written. */
  watch(onNews: (news: string | undefined) => void): () => void {
    let isClosed = false;
    let lastId: number | undefined;
    let lastPosition: unknown;
    let explainedUntil = 0;
    /** Since when the log has grown though nobody told why. */
    let unexplainedSince: number | undefined;
    const look = async (): Promise<void> => {
      const told = await this.#readAfter(lastId);
      const position = await this.#readLogPosition();
      if (isClosed) return;
      const now = performance.now();
      if (lastId !== undefined) {
        for (const { server, news } of told) {
          if (server !== this.#self) onNews(news === "" ? undefined : news);
        }
      }
      if (told.length > 0 || this.#hasToldSinceLook) {
        explainedUntil = now + EXPLAINED_MS;
        unexplainedSince = undefined;
      } else if (lastPosition !== undefined && position !== lastPosition && now > explainedUntil) {
        unexplainedSince ??= now;
      }
      this.#hasToldSinceLook = false;
      if (unexplainedSince !== undefined && now - unexplainedSince > EXPLAINED_MS) {
        // Another program's write.
        unexplainedSince = undefined;
        onNews(undefined);
      }
      lastId = told.at(-1)?.id ?? lastId ?? 0;
      lastPosition = position;
    };
    // While the database is away there is nothing to hear, and then all that was told meanwhile.
    const lookIfThere = (): void => void look().catch(() => {});
    lookIfThere();
    const poll = setInterval(lookIfThere, POLL_MS).unref();
    return () => {
      isClosed = true;
      clearInterval(poll);
    };
  }

  async #readAfter(
    lastId: number | undefined,
  ): Promise<{ id: number; server: string; news: string }[]> {
    const which = lastId === undefined ? "order by id desc limit 1" : "where id > ? order by id";
    const text = `select id, server, news from mlflow_ts_news ${which}`;
    return this.#pool
      .find<{ id: number; server: string; news: string }>(text, [lastId])
      .catch((error: unknown) => {
        if (errorNumber(error) === NO_SUCH_TABLE) return [];
        throw error;
      });
  }

  async #readLogPosition(): Promise<unknown> {
    const [row] = await this.#pool.find<{ Value: string }>(SELECT_LOG_POSITION, []);
    return row?.Value;
  }
}
