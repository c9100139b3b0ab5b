import type { GroupedWrite, Outcome } from "../database.ts";
import type { Engine } from "./engine.ts";
import { withRetries } from "./with-retries.ts";

interface Job<Entry, Result> {
  readonly entry: Entry;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** While the database works on one group, the next is made ready. */
const GROUPS_AT_ONCE = 2;
const MAX_ROWS_OF_GROUP = 4000;
const MAX_ENTRIES_OF_GROUP = 500;

/** Makes the writes of one kind that wait at the same moment together: one commit for all. */
export class GroupWriter<Entry, Result> {
  readonly #write: GroupedWrite<Entry, Result>;
  readonly #engine: Engine;
  #waiting: Job<Entry, Result>[] = [];
  #running = 0;
  #isGathering = false;

  constructor(write: GroupedWrite<Entry, Result>, engine: Engine) {
    this.#write = write;
    this.#engine = engine;
  }

  submit(entry: Entry): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#start();
    });
  }

  #start(): void {
    if (this.#isGathering || this.#running >= GROUPS_AT_ONCE || this.#waiting.length === 0) return;
    this.#isGathering = true;
    // What has come in this turn of the event loop is read before the group is closed.
    setImmediate(() => {
      this.#isGathering = false;
      void this.#writeGroup(this.#takeGroup());
    });
  }

  #takeGroup(): Job<Entry, Result>[] {
    let rows = 0;
    let count = 0;
    for (const { entry } of this.#waiting) {
      rows += this.#write.countRows(entry);
      if (count > 0 && (rows > MAX_ROWS_OF_GROUP || count === MAX_ENTRIES_OF_GROUP)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeGroup(jobs: readonly Job<Entry, Result>[]): Promise<void> {
    this.#running += 1;
    // What came while this group was taken, and did not fit into it.
    this.#start();
    const outcomes = await this.#outcomesOf(jobs.map(({ entry }) => entry));
    for (const [index, { resolve, reject }] of jobs.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined && "result" in outcome) resolve(outcome.result);
      else reject(this.#engine.errors.toApiError(outcome?.error));
    }
    this.#running -= 1;
    this.#start();
  }

  async #outcomesOf(entries: readonly Entry[]): Promise<Outcome<Result>[]> {
    try {
      const { batches, errors } = this.#engine;
      // Harmless when the answer to what was kept got lost: the same is there once.
      return await withRetries(errors, () => this.#write.inBatches(batches, entries));
    } catch (error) {
      if (entries.length === 1) return [{ error }];
    }
    // One of them does not fit into the database: each by itself, so that it fails alone.
    const outcomes: Outcome<Result>[] = [];
    for (const entry of entries) outcomes.push(...(await this.#outcomesOf([entry])));
    return outcomes;
  }
}
