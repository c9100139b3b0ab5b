import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "@mlflow-ts/contract";
import type { PoolLimits } from "./connection-options.ts";
import { ConnectionPool } from "./connection-pool.ts";
import { explain, isTooSlow } from "./errors.ts";

/** What a replica is behind in most networks it has made up for by then. */
const CATCH_UP_MS = 200;
const LOOK_AGAIN_MS = 5;
/** For so long the primary is read before the replica is tried again. */
const BEHIND_MS = 1000;
const AWAY_MS = 5000;

/**
 * A replica that is read in place of its primary. Whoever reads sees what was written before, by
 * any server: the replica is asked once it has all that the primary has. While it is far behind or
 * away, the primary is read.
 */
export class ReadReplica {
  readonly #primary: ConnectionPool;
  readonly #replica: ConnectionPool;
  #unusedUntil = 0;
  #isAway = false;

  constructor(uri: string, limits: PoolLimits, primary: ConnectionPool) {
    this.#primary = primary;
    this.#replica = new ConnectionPool(uri, limits);
  }

  async read<Result>(work: (pool: ConnectionPool) => Promise<Result>): Promise<Result> {
    if (performance.now() < this.#unusedUntil) return work(this.#primary);
    try {
      if (await this.#hasCaughtUp()) {
        const result = await work(this.#replica);
        this.#tellWhetherAway(undefined);
        return result;
      }
      this.#unusedUntil = performance.now() + BEHIND_MS;
    } catch (error) {
      // The primary would refuse it too, or take as long.
      if ((error instanceof ApiError && error.status < 500) || isTooSlow(error)) throw error;
      this.#unusedUntil = performance.now() + AWAY_MS;
      this.#tellWhetherAway(error);
    }
    return work(this.#primary);
  }

  async end(): Promise<void> {
    await this.#replica.end();
  }

  async #hasCaughtUp(): Promise<boolean> {
    const [primary] = await this.#primary
      .query<{ position: string }>({
        text: "select pg_current_wal_flush_lsn()::text as position",
        values: [],
      })
      // While the primary is away, nobody has anything newer than the replica.
      .catch(() => []);
    if (primary === undefined) return true;
    const deadline = performance.now() + CATCH_UP_MS;
    for (;;) {
      // One that is not fed by the primary's log does not say how far it is, and is taken as it is.
      const [replica] = await this.#replica.query<{ is_behind: 0 | 1 | null }>({
        text: "select pg_is_in_recovery() and pg_last_wal_replay_lsn() < $1::pg_lsn as is_behind",
        values: [primary.position],
      });
      if (replica?.is_behind !== 1) return true;
      if (performance.now() > deadline) return false;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  /** Once for each time: threads have no log of their own. */
  #tellWhetherAway(error: unknown): void {
    const isAway = error !== undefined;
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    const cause = error instanceof ApiError ? error.cause : error;
    process.emitWarning(
      isAway
        ? `The read replica can't be used (${explain(cause)}); the primary is read.`
        : "The read replica is used again.",
    );
  }
}
