import { Worker } from "node:worker_threads";
import { ApiError, EncodedJson, StreamedJson } from "@mlflow-ts/contract";
import type { ReadCommand, ReadResult } from "./messages.ts";
import type { ReadTarget } from "../db/read-target.ts";
import type { ReadJson, ReadName, ReadRequest } from "./reads.ts";

/** Runs long reads; the answer is the JSON that a client is sent. */
export interface Reader {
  run<Name extends ReadName>(name: Name, request: ReadRequest<Name>): Promise<ReadJson<Name>>;
  /** Makes the next read quick: a thread takes a tenth of a second to start. */
  warmUp(): void;
  close(): Promise<void>;
}

type Answered = Extract<ReadResult, { json: unknown }>;

interface Pending {
  readonly resolve: (answered: Answered) => void;
  readonly reject: (reason: Error) => void;
}

function toError(result: Exclude<ReadResult, Answered>): Error {
  if (!("refusal" in result)) return new Error(result.failure);
  const refusal = new ApiError(result.refusal.errorCode, result.refusal.message);
  if (result.failure !== undefined) refusal.cause = result.failure;
  return refusal;
}

const STOP_AFTER_IDLE_MS = 60_000;
/** A reader holds one page of results at a time; a bound keeps a slip from taking the machine. */
const MAX_HEAP_MB = 512;
/** Left alone, V8 keeps 48 MB for young objects in each thread once it has read a long history. */
const MAX_YOUNG_MB = 12;

/** One thread with its reading connection. */
class ReaderThread {
  readonly pending = new Map<number, Pending>();
  readonly #worker: Worker;
  #nextId = 0;

  constructor(target: ReadTarget, onExit: () => void) {
    // From the TypeScript sources, as in tests, the thread resolves packages to sources too.
    const fromSource = import.meta.url.endsWith(".ts");
    const entry = new URL(`./reader-thread.${fromSource ? "ts" : "js"}`, import.meta.url);
    this.#worker = new Worker(entry, {
      workerData: target,
      resourceLimits: {
        maxOldGenerationSizeMb: MAX_HEAP_MB,
        maxYoungGenerationSizeMb: MAX_YOUNG_MB,
      },
      ...(fromSource && { execArgv: ["--conditions=source"] }),
    });
    this.#worker.on("message", (result: ReadResult) => this.#settle(result));
    this.#worker.on("error", (error) =>
      this.#fail(new Error("the reader thread failed", { cause: error })),
    );
    this.#worker.on("exit", () => {
      this.#fail(new Error("the reader thread ended"));
      onExit();
    });
    // A listener for messages keeps a program alive, so this comes after it.
    this.#worker.unref();
  }

  send(name: ReadName, request: unknown): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const command: ReadCommand = { id: this.#nextId++, name, request };
      this.pending.set(command.id, { resolve, reject });
      this.#worker.ref();
      this.#worker.postMessage(command);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(result: ReadResult): void {
    const pending = this.pending.get(result.id);
    this.pending.delete(result.id);
    if (this.pending.size === 0) this.#worker.unref();
    if ("json" in result) pending?.resolve(result);
    else pending?.reject(toError(result));
  }

  #fail(reason: Error): void {
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }
}

/**
 * Reader threads of one database: one for each read at a time up to a limit; those
 * that are not to be kept are stopped when no read came for a minute.
 */
export class ReaderPool implements Reader {
  readonly #target: ReadTarget;
  readonly #limit: number;
  readonly #kept: number;
  readonly #threads = new Set<ReaderThread>();
  #idle: NodeJS.Timeout | undefined;

  constructor(target: ReadTarget, { limit, kept }: { limit: number; kept: number }) {
    this.#target = target;
    this.#limit = limit;
    this.#kept = kept;
  }

  warmUp(): void {
    this.#choose();
    this.#stopWhenIdle();
  }

  async run<Name extends ReadName>(
    name: Name,
    request: ReadRequest<Name>,
  ): Promise<ReadJson<Name>> {
    const first = await this.#read(name, request);
    const answer =
      first.rest === undefined
        ? new EncodedJson(first.json)
        : new StreamedJson(this.#readParts(name, first));
    // The read's own type says whether its answer may come in parts.
    return answer as ReadJson<Name>;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await Promise.all([...this.#threads].map((thread) => thread.stop()));
  }

  async #read(name: ReadName, request: unknown): Promise<Answered> {
    const answered = await this.#choose().send(name, request);
    this.#stopWhenIdle();
    return answered;
  }

  /** Reads a part when it is asked for: between them no thread and no connection is held. */
  async *#readParts(name: ReadName, first: Answered): AsyncGenerator<Uint8Array> {
    let part = first;
    yield part.json;
    while (part.rest !== undefined) {
      part = await this.#read(name, part.rest);
      yield part.json;
    }
  }

  /** The least busy thread; a new one while all are busy and there may be more. */
  #choose(): ReaderThread {
    let least: ReaderThread | undefined;
    for (const thread of this.#threads) {
      if (least === undefined || thread.pending.size < least.pending.size) least = thread;
    }
    if (least && (least.pending.size === 0 || this.#threads.size >= this.#limit)) return least;
    const thread: ReaderThread = new ReaderThread(this.#target, () => this.#threads.delete(thread));
    this.#threads.add(thread);
    return thread;
  }

  #stopWhenIdle(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      for (const thread of [...this.#threads].slice(this.#kept)) {
        if (thread.pending.size > 0) continue;
        this.#threads.delete(thread);
        void thread.stop();
      }
    }, STOP_AFTER_IDLE_MS);
    this.#idle.unref();
  }
}
