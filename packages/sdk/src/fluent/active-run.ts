import { platform } from "#platform";
import type { Connection } from "../connection.ts";
import type { RunInfo } from "../entities.ts";
import type { RunEnd } from "../logging/batch.ts";
import {
  checkInteger,
  checkKey,
  checkMetricValue,
  type Integer,
  refusal,
  toParamValue,
  toTagValue,
} from "../logging/check-entry.ts";
import { RunQueue } from "../logging/run-queue.ts";
import { sendOperation } from "../logging/send-operation.ts";
import { MlflowError } from "../mlflow-error.ts";

/** When and of what a metric is logged. */
export interface MetricOptions {
  /** 0 when not given. */
  readonly step?: Integer;
  /** Milliseconds since 1970; now when not given. */
  readonly timestamp?: Integer;
  /** The logged model that was measured. */
  readonly modelId?: string;
  /** The dataset it was measured on; both or none. */
  readonly dataset?: { readonly name: string; readonly digest: string };
}

/**
 * A run that is being logged. What is logged is checked at once, kept in memory and sent in the
 * background: nothing here waits for the network, but `flush` and `end`.
 */
export class ActiveRun {
  readonly info: RunInfo;
  readonly connection: Connection;
  readonly #queue: RunQueue;
  readonly #params = new Map<string, string>();
  readonly #beforeEnd: (() => void)[] = [];
  #hasEnded = false;
  #isKilled = false;

  constructor(info: RunInfo, connection: Connection, spoolFolder: string | undefined) {
    this.info = info;
    this.connection = connection;
    const { trackingUri, background } = connection;
    this.#queue = new RunQueue(
      (operation) => sendOperation(background, info.runId, operation),
      platform.createSpool({ trackingUri, runId: info.runId }, spoolFolder),
      platform.warn,
    );
  }

  /**
   * Logs a point of a metric.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be.
   * @example
   * run.logMetric("loss", 0.25, { step: epoch });
   */
  logMetric(key: string, value: number, options: MetricOptions = {}): void {
    if (!this.#takesEntries()) return;
    checkKey(key, "key");
    checkMetricValue(value, key);
    const { step = 0, timestamp = Date.now(), modelId, dataset } = options;
    checkInteger(step, "step");
    checkInteger(timestamp, "timestamp");
    this.#queue.addMetric({
      key,
      value,
      timestamp,
      step,
      ...(modelId !== undefined && { model_id: modelId }),
      ...(dataset && { dataset_name: dataset.name, dataset_digest: dataset.digest }),
    });
  }

  /** Logs a point of each metric, all at the same step and time. */
  logMetrics(metrics: Readonly<Record<string, number>>, options: MetricOptions = {}): void {
    const timestamp = options.timestamp ?? Date.now();
    // All are checked before one is logged: a refused call leaves nothing behind.
    for (const [key, value] of Object.entries(metrics)) {
      checkKey(key, "key");
      checkMetricValue(value, key);
    }
    for (const [key, value] of Object.entries(metrics)) {
      this.logMetric(key, value, { ...options, timestamp });
    }
  }

  /**
   * Logs a param, as text; objects as JSON.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, or when this run was given
   * another value for it before: a param never changes.
   */
  logParam(key: string, value: unknown): void {
    if (!this.#takesEntries()) return;
    checkKey(key, "key");
    const text = toParamValue(value);
    const before = this.#params.get(key);
    if (before !== undefined && before !== text) {
      throw refusal(
        `Changing param values is not allowed. Param with key='${key}' was already logged with ` +
          `value='${before}' for run ID='${this.info.runId}'. Attempted logging new value '${text}'.`,
      );
    }
    if (before === text) return;
    this.#params.set(key, text);
    this.#queue.addParam({ key, value: text });
  }

  logParams(params: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(params)) checkKey(key, "key");
    for (const [key, value] of Object.entries(params)) this.logParam(key, value);
  }

  /** Sets a tag, as text; a later value replaces it. */
  setTag(key: string, value: unknown): void {
    if (!this.#takesEntries()) return;
    checkKey(key, "key");
    this.#queue.addTag({ key, value: toTagValue(value) });
  }

  setTags(tags: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(tags)) checkKey(key, "key");
    for (const [key, value] of Object.entries(tags)) this.setTag(key, value);
  }

  /**
   * Waits until everything logged so far is on the server.
   *
   * @throws MlflowError what the server refused; or CONNECTION_FAILED while it is away, when all of
   * it is on disk and sent later.
   */
  flush(): Promise<void> {
    return this.#queue.flush();
  }

  /**
   * Ends the run once everything logged is sent. While the server is away, the end waits on disk
   * with the rest.
   *
   * @throws MlflowError what the server refused of what was logged.
   */
  async end(status: RunEnd["status"] = "FINISHED"): Promise<void> {
    if (this.#hasEnded) return;
    for (const act of this.#beforeEnd) act();
    this.#hasEnded = true;
    this.#queue.end({ status, end_time: Date.now() });
    try {
      await this.#queue.flush();
    } catch (error) {
      if (!(error instanceof MlflowError) || error.errorCode !== "CONNECTION_FAILED") throw error;
    }
  }

  /** Calls `act` when the run ends, while it still takes entries. */
  beforeEnd(act: () => void): void {
    this.#beforeEnd.push(act);
  }

  /** Ends the run of a process that was asked to end; nothing more is taken. */
  kill(): Promise<void> {
    this.#isKilled = true;
    return this.end("KILLED");
  }

  /** Puts what is in memory onto the disk: for the end of the process. */
  spill(): void {
    this.#queue.spill();
  }

  /** A training that was asked to end goes on for a moment: what it still logs is dropped. */
  #takesEntries(): boolean {
    if (!this.#hasEnded) return true;
    if (this.#isKilled) return false;
    throw new MlflowError("INVALID_STATE", `The run ${this.info.runId} has ended.`, 400);
  }
}
