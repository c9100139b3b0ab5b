import { ApiError, Change, encodeJson, type EventStream } from "@mlflow-ts/contract";
import { PendingChange } from "./pending-change.ts";

/** A page has one; this many keep some two thousand connections' worth of buffers. */
const MAX_LISTENERS = 500;
const HEARTBEAT_MS = 15_000;
/** What comes with the first change is told with it; further ones once a second. */
const GATHER_MS = 200;
const INTERVAL_MS = 1000;
/** What this server writes within so long is told to the others together. */
const TELL_OTHERS_MS = 500;

/** What the feed asks of the store. */
export interface ChangeSource {
  /** Tells the other servers on the database; undefined where there can be none. */
  readonly announce: ((news: string) => void) | undefined;
  /** Hands on what they tell, and that another program has written: `undefined`. */
  watch(onNews: (news: string | undefined) => void): () => void;
  /** The experiments of runs; unknown runs are left out. */
  findExperimentIds(runIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/**
 * Tells open pages what changes. What changes within a moment is told together, and what changes
 * while a page is slow to read is kept for it as one change, so no page holds more than that.
 */
export class ChangeFeed {
  readonly #listeners = new Set<Listener>();
  readonly #source: ChangeSource;
  readonly #untold = new PendingChange();
  #telling: NodeJS.Timeout | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(source: ChangeSource) {
    this.#source = source;
  }

  /** Tells what this server has written. */
  announce(change: Change): void {
    this.#tellPages(change);
    if (this.#source.announce === undefined) return;
    this.#untold.add(change);
    this.#telling ??= setTimeout(() => this.#tellOthers(), TELL_OTHERS_MS).unref();
  }

  #tellOthers(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    if (!this.#untold.isEmpty) this.#source.announce?.(encodeJson(this.#untold.take()));
  }

  #tellPages(change: Change): void {
    for (const listener of this.#listeners) listener.add(change);
  }

  /** @throws ApiError REQUEST_LIMIT_EXCEEDED when too many pages listen already. */
  listen(): EventStream {
    if (this.#listeners.size >= MAX_LISTENERS) {
      throw new ApiError(
        "REQUEST_LIMIT_EXCEEDED",
        `${MAX_LISTENERS} pages listen for changes already; ask again at intervals instead.`,
      );
    }
    const listener = new Listener(this.#source, () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stopWatching?.();
      this.#stopWatching = undefined;
    });
    this.#listeners.add(listener);
    // Only while somebody listens.
    this.#stopWatching ??= this.#source.watch((news) => this.#tellPages(parseNews(news)));
    return listener;
  }

  /** Ends every stream, so that the server can. */
  close(): void {
    this.#tellOthers();
    for (const listener of this.#listeners) listener.close();
  }
}

/** Anybody who may connect to the database can tell: what is no change stands for any. */
function parseNews(news: string | undefined): Change {
  try {
    return Change.parse(news === undefined ? { everything: true } : JSON.parse(news));
  } catch {
    return { everything: true };
  }
}

/** One page's stream. */
class Listener implements EventStream {
  readonly #pending = new PendingChange();
  readonly #source: ChangeSource;
  readonly #onClose: () => void;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(source: ChangeSource, onClose: () => void) {
    this.#source = source;
    this.#onClose = onClose;
  }

  add(change: Change): void {
    this.#pending.add(change);
    this.#wake?.();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#wake?.();
    this.#onClose();
  }

  async *events(): AsyncGenerator<string> {
    // How long a browser waits before it connects again.
    yield "retry: 1000\n\n";
    let lastToldAt = -Infinity;
    while (!this.#isClosed) {
      if (this.#pending.isEmpty) await this.#sleep(HEARTBEAT_MS, () => !this.#pending.isEmpty);
      if (this.#isClosed) return;
      if (this.#pending.isEmpty) {
        yield ": still here\n\n";
        continue;
      }
      const sinceLast = performance.now() - lastToldAt;
      await this.#sleep(Math.max(GATHER_MS, INTERVAL_MS - sinceLast), () => false);
      if (this.#isClosed) return;
      lastToldAt = performance.now();
      const change = await this.#complete(this.#pending.take());
      yield `event: change\ndata: ${encodeJson(change)}\n\n`;
    }
  }

  /** Adds the experiments of the runs, by which a page knows which lists show them. */
  async #complete(change: Change): Promise<Change> {
    if (change.runs === undefined) return change;
    const ids = await this.#source.findExperimentIds(change.runs.map((run) => run.run_id));
    const runs = change.runs.map((run) => {
      const experimentId = ids.get(run.run_id);
      return experimentId === undefined ? run : { ...run, experiment_id: experimentId };
    });
    return { ...change, runs };
  }

  /** Until the time is over, the stream is closed, or a change comes that ends the wait. */
  #sleep(ms: number, isOver: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      timer.unref();
      this.#wake = () => {
        if (this.#isClosed || isOver()) end();
      };
    });
  }
}
