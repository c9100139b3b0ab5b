import { randomUUID } from "node:crypto";
import pg from "pg";
import { connectionOptions } from "./connection-options.ts";
import type { ConnectionPool } from "./connection-pool.ts";
import { ForeignSessions } from "./foreign-sessions.ts";

const CHANNEL = "mlflow_ts_news";
/** PostgreSQL hands on less than 8,000 bytes. */
const MAX_BYTES = 7_500;
const RECONNECT_MS = 1000;
const POLL_MS = 1000;

/** What a server tells the others on its database, and hears from them. */
export class ChangeNews {
  readonly #uri: string;
  readonly #pool: ConnectionPool;
  /** By this a server knows its own words. */
  readonly #self = randomUUID();

  constructor(uri: string, pool: ConnectionPool) {
    this.#uri = uri;
    this.#pool = pool;
  }

  announce(news: string): void {
    const isShort = Buffer.byteLength(news) <= MAX_BYTES;
    const values = [CHANNEL, `${this.#self} ${isShort ? news : ""}`];
    // While the database is away nothing can be told; listeners ask anew once they are connected.
    this.#pool.query({ text: "select pg_notify($1, $2)", values }).catch(() => {});
  }

  /** Hands on what others tell; nothing told means that something was written. */
  watch(onNews: (news: string | undefined) => void): () => void {
    const sessions = new ForeignSessions(this.#pool);
    let isClosed = false;
    let client: pg.Client | undefined;
    let reconnecting: NodeJS.Timeout | undefined;
    const connect = async (isFirst: boolean): Promise<void> => {
      const attempt = new pg.Client({ ...connectionOptions(this.#uri), statement_timeout: 0 });
      client = attempt;
      const lost = (): void => {
        if (isClosed || client !== attempt) return;
        client = undefined;
        attempt.end().catch(() => {});
        reconnecting = setTimeout(() => void connect(false), RECONNECT_MS).unref();
      };
      attempt.on("error", lost);
      attempt.on("end", lost);
      attempt.on("notification", ({ payload = "" }) => {
        const [from, news] = splitAtSpace(payload);
        if (from !== this.#self) onNews(news === "" ? undefined : news);
      });
      try {
        await attempt.connect();
        await attempt.query(`LISTEN ${CHANNEL}`);
        // What was told meanwhile is lost.
        if (!isFirst) onNews(undefined);
      } catch {
        lost();
      }
    };
    void connect(true);
    const look = async (): Promise<void> => {
      // While the database is away, the connection that listens is lost, and tells so.
      const haveWritten = await sessions.haveWritten().catch(() => false);
      if (haveWritten && !isClosed) onNews(undefined);
    };
    void look();
    const poll = setInterval(() => void look(), POLL_MS).unref();
    return () => {
      isClosed = true;
      clearInterval(poll);
      clearTimeout(reconnecting);
      client?.end().catch(() => {});
    };
  }
}

function splitAtSpace(text: string): [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
