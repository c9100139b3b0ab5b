import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "@mlflow-ts/contract";
import type { Engine } from "./engine.ts";
import { explain } from "./errors.ts";

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
  readonly #primary: Engine;
  readonly #replica: Engine;
  #unusedUntil = 0;
  #isAway = false;

  constructor(replica: Engine, primary: Engine) {
    this.#primary = primary;
    this.#replica = replica;
  }

  async read<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result> {
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
      if (
        (error instanceof ApiError && error.status < 500) ||
        this.#primary.errors.isTooSlow(error)
      )
        throw error;
      this.#unusedUntil = performance.now() + AWAY_MS;
      this.#tellWhetherAway(error);
    }
    return work(this.#primary);
  }

  async end(): Promise<void> {
    await this.#replica.end();
  }

  async #hasCaughtUp(): Promise<boolean> {
    // While the primary is away, nobody has anything newer than the replica.
    const position = await this.#primary.readPosition?.().catch(() => undefined);
    if (position === undefined) return true;
    const deadline = performance.now() + CATCH_UP_MS;
    for (;;) {
      if ((await this.#replica.hasReached?.(position)) ?? true) return true;
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
