import type { Database, GroupedWrite, News, Queries, Transaction } from "../database.ts";
import type { Engine, NetworkedDialect } from "./engine.ts";
import { unavailable } from "./errors.ts";
import { GroupWriter } from "./group-writer.ts";
import { withRetries } from "./with-retries.ts";

/** MLflow's tables in a database of a network, which other servers may use at the same time. */
export class NetworkedDatabase implements Database {
  readonly dialect: NetworkedDialect;
  readonly read: Queries;
  readonly #engine: Engine;
  readonly #writers = new Map<unknown, GroupWriter<unknown, unknown>>();
  #underWay = 0;
  #onIdle: (() => void) | undefined;

  constructor(engine: Engine) {
    this.dialect = engine.dialect;
    this.read = engine.read;
    this.#engine = engine;
  }

  write<Result>(work: (transaction: Transaction) => Promise<Result> | Result): Promise<Result> {
    return this.#track(async () => {
      try {
        return await this.#writeWithRetries(work);
      } catch (error) {
        const { errors } = this.#engine;
        const refusal = errors.toApiError(error);
        if (refusal !== error || !errors.isConflict(error)) throw refusal;
        throw unavailable("others keep writing to the same rows", error);
      }
    });
  }

  writeGrouped<Entry, Result>(write: GroupedWrite<Entry, Result>, entry: Entry): Promise<Result> {
    let writer = this.#writers.get(write) as GroupWriter<Entry, Result> | undefined;
    if (writer === undefined) {
      writer = new GroupWriter(write, this.#engine);
      // Found again by the same write only, and so with the same types.
      this.#writers.set(write, writer as unknown as GroupWriter<unknown, unknown>);
    }
    const { submit } = writer;
    return this.#track(() => submit.call(writer, entry));
  }

  announce(news: string): void {
    this.#engine.announce(news);
  }

  watch(onNews: (news: News) => void): () => void {
    return this.#engine.watch(onNews);
  }

  async close(): Promise<void> {
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    await this.#engine.end();
  }

  /** What others change meanwhile is a conflict, as what was read decides about what is written. */
  #writeWithRetries<Result>(
    work: (transaction: Transaction) => Promise<Result> | Result,
  ): Promise<Result> {
    const { errors, write, isolationLevel } = this.#engine;
    let mayBeKept = false;
    return withRetries(
      errors,
      () =>
        write
          .transaction()
          .setIsolationLevel(isolationLevel)
          .execute(async (queries) => {
            mayBeKept = false;
            const result = await work({ queries });
            // From here on it is committed: when the answer to that is lost, it may be kept.
            mayBeKept = true;
            return result;
          }),
      (error) => !(mayBeKept && errors.isDisconnection(error)),
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
