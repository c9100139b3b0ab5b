import { MlflowError } from "../mlflow-error.ts";
import {
  MAX_METRICS,
  type MetricEntry,
  type Operation,
  type RunEnd,
  type TextEntry,
} from "./batch.ts";
import { isOutage } from "./send-operation.ts";
import type { Spool } from "./spool.ts";
import { Waiting } from "./waiting.ts";

/** How long entries wait for others to share their request. */
const COLLECT_MS = 50;
/** Entries kept in memory; further ones go to the spool. About 20 MB. */
const MAX_WAITING = 100_000;
const SPILL_EVERY_MS = 1000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** Sends an operation; answers what was refused of it, and throws when the server is away. */
export type Send = (operation: Operation) => Promise<readonly MlflowError[]>;

/**
 * What a run logs, on its way to the server. Adding costs a push onto an array; batches are sent in
 * the background, in order, one at a time. While the server is away everything goes to the spool,
 * and from there to the server once it is back.
 */
export class RunQueue {
  readonly #send: Send;
  readonly #spool: Spool;
  readonly #warn: (message: string) => void;
  readonly #waiting = new Waiting();
  #refusals: MlflowError[] = [];
  #end: RunEnd | undefined;
  #draining: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #outage: MlflowError | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(send: Send, spool: Spool, warn: (message: string) => void) {
    this.#send = send;
    this.#spool = spool;
    this.#warn = warn;
  }

  addMetric(entry: MetricEntry): void {
    this.#waiting.addMetric(entry);
    this.#wake();
  }

  addParam(entry: TextEntry): void {
    this.#waiting.addParam(entry);
    this.#wake();
  }

  addTag(entry: TextEntry): void {
    this.#waiting.addTag(entry);
    this.#wake();
  }

  /** The run's end, sent after everything that was added before it. */
  end(end: RunEnd): void {
    this.#end = end;
    this.#wake();
  }

  /**
   * Waits until everything added so far is on the server.
   *
   * @throws MlflowError the first refusal of the server since the last flush; CONNECTION_FAILED
   * when the server is away: everything is then in the spool, and sent later.
   */
  async flush(): Promise<void> {
    this.#setTimer(undefined);
    await this.#draining;
    await this.#drain();
    const [first, ...others] = this.#refusals;
    this.#refusals = [];
    if (first !== undefined) throw describeRefusals(first, others.length);
    if (this.#outage !== undefined) throw this.#outage;
  }

  /** Puts what waits in memory into the spool, at once: for the end of the process. */
  spill(): void {
    const operations: Operation[] = [];
    for (;;) {
      const batch = this.#waiting.take();
      if (batch === undefined) break;
      operations.push({ batch });
    }
    if (this.#end !== undefined) operations.push({ end: this.#end });
    this.#end = undefined;
    if (operations.length > 0) this.#spool.append(operations);
  }

  #wake(): void {
    if (this.#waiting.size >= MAX_WAITING) this.spill();
    if (this.#timer !== undefined || this.#draining !== undefined) return;
    if (this.#outage !== undefined) return;
    const isFull = this.#waiting.size >= MAX_METRICS;
    this.#setTimer(() => void this.#drain(), isFull ? 0 : COLLECT_MS);
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
      if (this.#outage === undefined && this.#hasMore()) this.#wake();
    });
    return this.#draining;
  }

  #hasMore(): boolean {
    return this.#waiting.size > 0 || this.#end !== undefined || !this.#spool.isEmpty;
  }

  /** Older entries first: the spool's, then memory's, then the end. */
  async #sendAll(): Promise<void> {
    for (;;) {
      const spooled = this.#spool.peek();
      const operation = spooled ?? this.#take();
      if (operation === undefined) return;
      try {
        this.#refusals.push(...(await this.#send(operation)));
      } catch (error) {
        if (isOutage(error)) {
          if (spooled === undefined) this.#spool.append([operation]);
          this.#beginOutage(error);
          return;
        }
        // Nothing that can be sent at another time: kept as a refusal, so that the rest goes on.
        this.#refusals.push(toMlflowError(error));
      }
      if (spooled !== undefined) this.#spool.advance();
      this.#endOutage();
    }
  }

  #take(): Operation | undefined {
    const batch = this.#waiting.take();
    if (batch !== undefined) return { batch };
    const end = this.#end;
    this.#end = undefined;
    return end && { end };
  }

  #beginOutage(error: MlflowError): void {
    this.spill();
    if (this.#outage === undefined) {
      const where = this.#spool.place === "" ? "in memory" : `in ${this.#spool.place}`;
      const message = `${error.message} What is logged is kept ${where} and sent once the server is back.`;
      this.#outage = new MlflowError(error.errorCode, message, error.status, { cause: error });
      this.#warn(message);
    }
    const retryAt = performance.now() + this.#retryMs;
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
    const tick = (): void => {
      this.spill();
      if (performance.now() >= retryAt) void this.#drain();
      else this.#setTimer(tick, SPILL_EVERY_MS);
    };
    this.#setTimer(tick, Math.min(SPILL_EVERY_MS, this.#retryMs));
  }

  #endOutage(): void {
    if (this.#outage === undefined) return;
    this.#outage = undefined;
    this.#retryMs = FIRST_RETRY_MS;
    this.#warn("The server is back; what was kept meanwhile is being sent.");
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
