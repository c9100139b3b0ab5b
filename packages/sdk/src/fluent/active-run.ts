import { platform } from "#platform";
import { checkPath, downloadArtifact, uploadArtifact } from "../artifacts/upload.ts";
import type { Connection } from "../connection.ts";
import type { RunInfo } from "../entities.ts";
import {
  checkInteger,
  checkKey,
  checkMetricValue,
  type Integer,
  refusal,
  toParamValue,
  toTagValue,
} from "../logging/check-entry.ts";
import type { RunCreation } from "../logging/journal.ts";
import { RunQueue } from "../logging/run-queue.ts";
import { isOutage } from "../logging/send-operation.ts";
import { createSender } from "../logging/sender.ts";
import { MlflowError } from "../mlflow-error.ts";

/** How a run ends. */
export type RunEnd = "FINISHED" | "FAILED" | "KILLED";

interface ActiveRunOptions {
  readonly spoolFolder?: string | undefined;
  /** Of a run that the server does not know yet. */
  readonly creation?: RunCreation;
}

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
  /** @internal */
  readonly connection: Connection;
  #info: RunInfo;
  readonly #queue: RunQueue;
  readonly #open: () => Promise<RunInfo>;
  readonly #spoolFolder: string | undefined;
  readonly #params = new Map<string, string>();
  readonly #beforeEnd: (() => void)[] = [];
  #hasEnded = false;
  #isKilled = false;

  /** @internal */
  constructor(info: RunInfo, connection: Connection, options: ActiveRunOptions = {}) {
    this.#info = info;
    this.connection = connection;
    this.#spoolFolder = options.spoolFolder;
    const { trackingUri, kind } = connection;
    const { creation, spoolFolder } = options;
    const owner = { trackingUri, runId: info.runId, ...(creation && { creation }) };
    const journal = platform.createJournal(owner, spoolFolder);
    const { send, open } = createSender({
      connection,
      owner,
      journal,
      spoolFolder,
      info: isKnown(info) ? info : undefined,
      onFound: (found) => {
        this.#info = { ...found, status: this.#info.status };
      },
    });
    this.#open = open;
    const isOffline = kind === "offline";
    this.#queue = new RunQueue({ send, journal, warn: platform.warn, isOffline });
    // Of a run that is to be created, so that there is something to send.
    if (!isKnown(info)) this.#queue.add({ update: { status: "RUNNING" } });
  }

  /**
   * What is known of the run. Of one that was begun while the server was away, the ID is its own
   * (`offline…`) until the server is back and gives it another.
   */
  get info(): RunInfo {
    return this.#info;
  }

  /**
   * Logs a point of a metric.
   *
   * @param key up to 250 characters: letters, digits, spaces and _ - . : /
   * @param value any number, NaN and infinities too.
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be;
   * INVALID_STATE when the run has ended.
   * @example
   * const run = await mlflow.startRun({ runName: "baseline" });
   * run.logMetric("loss", 0.25, { step: epoch });
   * await run.end();
   */
  logMetric(key: string, value: number, options: MetricOptions = {}): void {
    if (!this.#takesEntries()) return;
    checkKey(key, "key");
    checkMetricValue(value, key);
    const { step = 0, timestamp = Date.now(), modelId, dataset } = options;
    checkInteger(step, "step");
    checkInteger(timestamp, "timestamp");
    const metric = { key, value, timestamp, step };
    if (modelId === undefined && dataset === undefined) this.#queue.add({ metric });
    else this.#queue.add({ metric: { ...metric, ...measuredOn(modelId, dataset) } });
  }

  /**
   * Logs a point of each metric, all at the same step and time.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key, value, step or timestamp that can't be:
   * then none is logged; INVALID_STATE when the run has ended.
   */
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
   * another value for it before: a param never changes; INVALID_STATE when the run has ended.
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
    this.#queue.add({ param: { key, value: text } });
  }

  /**
   * Logs params, as texts; objects as JSON.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, then none is logged, or
   * for one that the run was given another value for; INVALID_STATE when the run has ended.
   */
  logParams(params: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(params)) checkKey(key, "key");
    for (const [key, value] of Object.entries(params)) this.logParam(key, value);
  }

  /**
   * Sets a tag, as text; a later value replaces it.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be; INVALID_STATE when the run
   * has ended.
   */
  setTag(key: string, value: unknown): void {
    if (!this.#takesEntries()) return;
    checkKey(key, "key");
    this.#queue.add({ tag: { key, value: toTagValue(value) } });
  }

  /**
   * Sets tags, as texts.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a key that can't be, then none is set;
   * INVALID_STATE when the run has ended.
   */
  setTags(tags: Readonly<Record<string, unknown>>): void {
    for (const key of Object.keys(tags)) checkKey(key, "key");
    for (const [key, value] of Object.entries(tags)) this.setTag(key, value);
  }

  /**
   * Sets tags that the program itself knows; one that has ended needs them no more.
   *
   * @internal
   */
  addTags(tags: Readonly<Record<string, string>>): void {
    if (!this.#hasEnded) this.setTags(tags);
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
   * The content of one artifact; nothing when it is not there.
   *
   * @throws MlflowError CONNECTION_FAILED while the server is away.
   * @internal
   */
  async readArtifact(path: string): Promise<Response | undefined> {
    if (!isKnown(this.#info)) await this.#open();
    return downloadArtifact(this, path);
  }

  /**
   * Stores one artifact. While the server is away its content waits on disk and is sent later, as
   * what is logged is.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE for a path that leaves the run's folder; what the
   * server refuses.
   * @internal
   */
  async storeArtifact(path: string, content: Blob | Uint8Array<ArrayBuffer>): Promise<void> {
    this.#checkTakesEntries();
    checkPath(path);
    try {
      if (!isKnown(this.#info)) await this.#open();
      await uploadArtifact(this, path, content);
      return;
    } catch (error) {
      if (!isOutage(error) || this.connection.kind === "local") throw error;
    }
    const blob = content instanceof Blob ? content : new Blob([content]);
    const file = await platform.keepContent(blob, this.#info.runId, this.#spoolFolder);
    this.#queue.add({ artifact: { path, file } });
  }

  /**
   * Ends the run once everything logged is sent. While the server is away, the end waits on disk
   * with the rest.
   *
   * @throws MlflowError what the server refused of what was logged.
   */
  async end(status: RunEnd = "FINISHED"): Promise<void> {
    if (this.#hasEnded) return;
    for (const act of this.#beforeEnd) act();
    this.#hasEnded = true;
    this.#queue.add({ update: { status, end_time: Date.now() } });
    try {
      await this.#queue.flush();
    } catch (error) {
      if (!(error instanceof MlflowError) || error.errorCode !== "CONNECTION_FAILED") throw error;
    } finally {
      this.#queue.close();
    }
  }

  /**
   * Calls `act` when the run ends, while it still takes entries.
   *
   * @internal
   */
  beforeEnd(act: () => void): void {
    this.#beforeEnd.push(act);
  }

  /**
   * Ends the run of a process that ends now and can wait for nothing: its journal is sent later.
   *
   * @internal
   */
  leave(status: RunEnd): void {
    if (!this.#hasEnded) this.#queue.add({ update: { status, end_time: Date.now() } });
    this.#hasEnded = true;
    this.#queue.abandon();
  }

  /**
   * Ends the run of a process that was asked to end; nothing more is taken.
   *
   * @internal
   */
  kill(): Promise<void> {
    this.#isKilled = true;
    return this.end("KILLED");
  }

  /** A training that was asked to end goes on for a moment: what it still logs is dropped. */
  #takesEntries(): boolean {
    if (this.#hasEnded && this.#isKilled) return false;
    this.#checkTakesEntries();
    return true;
  }

  #checkTakesEntries(): void {
    if (!this.#hasEnded) return;
    throw new MlflowError("INVALID_STATE", `The run ${this.info.runId} has ended.`, 400);
  }
}

/** Whether the server has told of the run: only it says where artifacts are. */
function isKnown(info: RunInfo): boolean {
  return info.artifactUri !== "";
}

function measuredOn(modelId: string | undefined, dataset: MetricOptions["dataset"]) {
  return {
    ...(modelId !== undefined && { model_id: modelId }),
    ...(dataset && { dataset_name: dataset.name, dataset_digest: dataset.digest }),
  };
}
