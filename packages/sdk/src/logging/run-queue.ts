import { MlflowError } from "../mlflow-error.ts";
import type { Entry, Operation, Piece } from "./batch.ts";
import type { Journal } from "./journal.ts";
import { isOutage } from "./send-operation.ts";
import { Waiting } from "./waiting.ts";

/** How long entries wait for others to share their request. */
const COLLECT_MS = 50;
/** Entries kept in memory; further ones are read from the journal again. About 20 MB. */
const MAX_WAITING = 100_000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** Sends an operation; answers what was refused of it, and throws when the server is away. */
export type Send = (operation: Operation) => Promise<readonly MlflowError[]>;

export interface QueueOptions {
  readonly send: Send;
  /** Not in a page, which has no disk. */
  readonly journal: Journal | undefined;
  readonly warn: (message: string) => void;
  /** Keeps everything in the journal and sends nothing. */
  readonly isOffline?: boolean;
}

/**
 * What a run logs, on its way to the server. Adding costs a line in the journal and a push onto an
 * array; batches are sent in the background, in order, one at a time, and again while the server is
 * away. What the server confirmed leaves the journal.
 */
export class RunQueue {
  readonly #options: QueueOptions;
  #journal: Journal | undefined;
  readonly #waiting = new Waiting();
  /** The journal has entries that memory has not. */
  #isBehind: boolean;
  #refusals: MlflowError[] = [];
  #draining: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #outage: MlflowError | undefined;
  #retryMs = FIRST_RETRY_MS;
  #isClosing = false;
  #hasTold = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#journal = options.journal;
    this.#isBehind = options.isOffline === true || options.journal?.isEmpty === false;
  }

  add(entry: Entry): void {
    const end = this.#keep(entry);
    if (!this.#isBehind || end === undefined) {
      this.#waiting.add(entry, end ?? 0);
      if (this.#waiting.size >= MAX_WAITING && this.#journal !== undefined) this.#leaveToJournal();
    }
    if (this.#timer === undefined && this.#draining === undefined) this.#wake();
  }

  /**
   * Waits until everything added so far is on the server.
   *
   * @throws MlflowError the first refusal of the server since the last flush; CONNECTION_FAILED
   * when the server is away: everything is then in the journal, and sent later.
   */
  async flush(): Promise<void> {
    if (this.#options.isOffline) {
      this.#journal?.sync();
      return;
    }
    this.#setTimer(undefined);
    await this.#draining;
    await this.#drain();
    const [first, ...others] = this.#refusals;
    this.#refusals = [];
    if (first !== undefined) throw describeRefusals(first, others.length);
    if (this.#outage !== undefined) throw this.#outage;
  }

  /** Ends the use of the journal once all is sent; one that can't be sent now is left on disk. */
  close(): void {
    this.#isClosing = true;
    if (this.#options.isOffline || !this.#hasMore()) this.#journal?.close();
  }

  /** Leaves the journal on disk as it is and sends nothing more. */
  abandon(): void {
    this.#setTimer(undefined);
    this.#journal?.close();
    this.#journal = undefined;
  }

  /** Answers where the entry ends in the journal; nothing when it could not be written there. */
  #keep(entry: Entry): number | undefined {
    if (this.#journal === undefined) return undefined;
    try {
      return this.#journal.append(entry);
    } catch (error) {
      const message = `${this.#journal.place} can't be written: ${error}`;
      if (this.#options.isOffline) throw new MlflowError("IO_ERROR", message, 0, { cause: error });
      // A disk that is full must not stop a training: memory has to do.
      if (!this.#hasTold) this.#options.warn(`${message}. What is logged is kept in memory only.`);
      this.#hasTold = true;
      return undefined;
    }
  }

  #leaveToJournal(): void {
    this.#waiting.clear();
    this.#isBehind = true;
  }

  #wake(): void {
    if (this.#outage !== undefined || this.#options.isOffline) return;
    const isUrgent = this.#isBehind || this.#waiting.isFull;
    this.#setTimer(() => void this.#drain(), isUrgent ? 0 : COLLECT_MS);
  }

  #setTimer(act: (() => void) | undefined, delayMs = 0): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (act === undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      act();
    }, delayMs);
    // A program that has ended does not wait for a server that is away; in a page this is a number.
    if (this.#outage !== undefined && typeof this.#timer === "object") this.#timer.unref();
  }

  #drain(): Promise<void> {
    this.#draining ??= this.#sendAll().finally(() => {
      this.#draining = undefined;
      if (this.#outage !== undefined) return;
      if (this.#hasMore()) this.#wake();
      else if (this.#isClosing) this.#journal?.close();
    });
    return this.#draining;
  }

  #hasMore(): boolean {
    return this.#waiting.size > 0 || (this.#isBehind && this.#journal?.isEmpty === false);
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const piece = this.#take();
      if (piece === undefined) return;
      try {
        this.#refusals.push(...(await this.#options.send(piece.operation)));
      } catch (error) {
        if (isOutage(error)) {
          if (!this.#isBehind) this.#waiting.putBack(piece);
          this.#beginOutage(error);
          return;
        }
        // Nothing that can be sent at another time: kept as a refusal, so that the rest goes on.
        this.#refusals.push(toMlflowError(error));
      }
      this.#journal?.confirm(piece.end);
      this.#endOutage();
    }
  }

  #take(): Piece | undefined {
    if (!this.#isBehind) return this.#waiting.take();
    const piece = this.#journal?.read();
    // All that is new goes through memory again.
    if (piece === undefined) this.#isBehind = false;
    return piece;
  }

  #beginOutage(error: MlflowError): void {
    if (this.#outage === undefined) {
      const where = this.#journal === undefined ? "in memory" : `in ${this.#journal.place}`;
      const message = `${error.message} What is logged is kept ${where} and sent once the server is back.`;
      this.#outage = new MlflowError(error.errorCode, message, error.status, { cause: error });
      this.#options.warn(message);
    }
    this.#journal?.sync();
    this.#setTimer(() => void this.#drain(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #endOutage(): void {
    if (this.#outage === undefined) return;
    this.#outage = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    this.#options.warn("The server is back; what was kept meanwhile is being sent.");
  }
}

function toMlflowError(error: unknown): MlflowError {
  if (error instanceof MlflowError) return error;
  return new MlflowError("INTERNAL_ERROR", String(error), 0, { cause: error });
}

function describeRefusals(first: MlflowError, others: number): MlflowError {
  if (others === 0) return first;
  const message = `${first.message} (and ${others} more that the server refused)`;
  return new MlflowError(first.errorCode, message, first.status, { cause: first });
}
