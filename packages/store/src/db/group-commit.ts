import { ApiError } from "@mlflow-ts/contract";
import type { SqliteTransaction } from "./database.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";

interface Job {
  readonly work: (transaction: SqliteTransaction) => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

type Outcome = { job: Job; result: unknown } | { job: Job; error: unknown };

/** A burst of large batches must not hold the event loop for long. */
const MAX_JOBS_PER_COMMIT = 64;
const LOCK_WAIT_MS = 10_000;
const LOCK_RETRY_MS = 10;

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
/** No memory, read-only, I/O error, full, can't be opened, locking protocol. */
const UNAVAILABLE_CODES = new Set([7, 8, 10, 13, 14, 15]);

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  // The low byte is the primary result code: https://sqlite.org/rescode.html
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

function isLocked(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_BUSY || code === SQLITE_LOCKED;
}

/** A full disk, an I/O error or a lock is nobody's bug: it is to be tried again later. */
function toUnavailable(error: unknown): unknown {
  if (!isLocked(error) && !UNAVAILABLE_CODES.has(sqliteCode(error) ?? 0)) return error;
  const reason = isLocked(error) ? "another process holds its lock" : "it cannot be written now";
  const refusal = new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    `The database is unavailable: ${reason}.`,
  );
  refusal.cause = error;
  return refusal;
}

/**
 * Writes one after the other, many to a commit: the jobs that wait when a commit begins share one
 * transaction and one sync. Each has its own savepoint, so one that fails leaves nothing behind
 * and fails alone. A job's promise settles after the commit.
 */
export class GroupCommit {
  readonly #connection: SqliteConnection;
  readonly #transaction: SqliteTransaction;
  #waiting: Job[] = [];
  /** Jobs of the last commit: a single client's writes come alone, and wait for no others. */
  #lastSize = 0;
  #running: Promise<void> | undefined;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    this.#transaction = {
      queries: connection.queries,
      prepare: (sql) => connection.prepare(sql),
    };
  }

  submit<Result>(
    work: (transaction: SqliteTransaction) => Promise<Result> | Result,
  ): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      // The result that `work` makes is the one that `resolve` takes.
      this.#waiting.push({ work, resolve: resolve as (result: unknown) => void, reject });
      this.#running ??= this.#drain();
    });
  }

  /** Answers when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Clients that were answered by the last commit send their next request in a burst, of which
      // one turn of the event loop reads only a part: after two turns the commit is a third larger.
      await new Promise(setImmediate);
      if (this.#lastSize > 1) await new Promise(setImmediate);
      const jobs = this.#waiting.splice(0, MAX_JOBS_PER_COMMIT);
      this.#lastSize = jobs.length;
      await this.#commit(jobs);
    }
    this.#running = undefined;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    let outcomes: Outcome[] = [];
    try {
      await this.#begin();
      outcomes = jobs.length === 1 ? await this.#runAlone(jobs) : await this.#runTogether(jobs);
      this.#connection.prepare("COMMIT").run();
    } catch (error) {
      this.#rollBack();
      const reason = toUnavailable(error);
      for (const job of jobs) job.reject(reason);
      return;
    }
    for (const outcome of outcomes) {
      if ("error" in outcome) outcome.job.reject(toUnavailable(outcome.error));
      else outcome.job.resolve(outcome.result);
    }
  }

  async #begin(): Promise<void> {
    const deadline = Date.now() + LOCK_WAIT_MS;
    for (;;) {
      try {
        this.#connection.prepare("BEGIN IMMEDIATE").run();
        return;
      } catch (error) {
        // Another process, such as MLflow itself, may be writing: wait without blocking the server.
        if (!isLocked(error) || Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
      }
    }
  }

  async #runAlone([job]: readonly Job[]): Promise<Outcome[]> {
    if (job === undefined) return [];
    return [{ job, result: await job.work(this.#transaction) }];
  }

  async #runTogether(jobs: readonly Job[]): Promise<Outcome[]> {
    const savepoint = this.#connection.prepare("SAVEPOINT job");
    const release = this.#connection.prepare("RELEASE job");
    const outcomes: Outcome[] = [];
    for (const job of jobs) {
      savepoint.run();
      try {
        const result = job.work(this.#transaction);
        outcomes.push({ job, result: result instanceof Promise ? await result : result });
      } catch (error) {
        this.#undo(error);
        outcomes.push({ job, error });
      }
      release.run();
    }
    return outcomes;
  }

  /** Undoes the job that failed with `error`. */
  #undo(error: unknown): void {
    try {
      this.#connection.prepare("ROLLBACK TO job").run();
    } catch {
      // SQLite ended the whole transaction, as it may after a full disk or an I/O error.
      throw error;
    }
  }

  #rollBack(): void {
    try {
      this.#connection.prepare("ROLLBACK").run();
    } catch {
      // There is no transaction: BEGIN failed, or SQLite rolled back by itself.
    }
  }
}
