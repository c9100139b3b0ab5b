import type { Reader } from "../reader/reader-pool.ts";
import { LONG } from "./kept-chunk.ts";
import { idOf, type MetricName } from "./metric-name.ts";

/** So long nothing may be logged before long metrics are kept: a training comes first. */
const QUIET_MS = 1000;
/** Or so long at most; what a chart then reads as rows takes it a moment. */
const LATEST_MS = 60_000;
/** Metrics that are counted; past that all are counted anew, which costs no more than time. */
const MAX_COUNTED = 50_000;

/** Counts the points that are logged, and has long metrics kept as columns once it is quiet. */
export class SeriesKeeper {
  readonly #reader: Reader;
  readonly #counts = new Map<string, Map<string, number>>();
  #countedMetrics = 0;
  readonly #due = new Map<string, MetricName>();
  #dueSince = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  noteLogged(runId: string, metrics: readonly { readonly key: string }[]): void {
    const counts = this.#countsOf(runId);
    for (const { key } of metrics) {
      const known = counts.get(key);
      if (known === undefined) this.#countedMetrics += 1;
      const count = (known ?? 0) + 1;
      counts.set(key, count % LONG);
      if (count === LONG) this.#due.set(idOf({ runId, key }), { runId, key });
    }
    if (this.#due.size > 0) this.#schedule();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #countsOf(runId: string): Map<string, number> {
    if (this.#countedMetrics > MAX_COUNTED) {
      this.#counts.clear();
      this.#countedMetrics = 0;
    }
    let counts = this.#counts.get(runId);
    if (counts === undefined) this.#counts.set(runId, (counts = new Map()));
    return counts;
  }

  #schedule(): void {
    this.#dueSince ||= Date.now();
    if (this.#timer && Date.now() - this.#dueSince > LATEST_MS) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), QUIET_MS);
    this.#timer.unref();
  }

  async #keep(): Promise<void> {
    const due = [...this.#due.values()];
    this.#due.clear();
    this.#dueSince = 0;
    this.#timer = undefined;
    for (const metric of due) {
      // What can't be kept, as when the program ends meanwhile, is read from its rows.
      await this.#reader.run("keepSeries", metric).catch(() => undefined);
    }
  }
}
