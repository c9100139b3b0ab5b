import {
  type Batch,
  MAX_ENTRIES,
  MAX_METRICS,
  MAX_TEXTS,
  type MetricEntry,
  type TextEntry,
} from "./batch.ts";

/** Of MLflow's million bytes a batch, leaving room for characters of several bytes. */
const MAX_CHARACTERS = 300_000;

/** What was logged and not yet sent, in its order. */
export class Waiting {
  /** In pieces of a batch's size: taking the first of a million points must not move the others. */
  #chunks: MetricEntry[][] = [];
  #last: MetricEntry[] = [];
  #params: TextEntry[] = [];
  #tags: TextEntry[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  addMetric(entry: MetricEntry): void {
    if (this.#last.length === 0 || this.#last.length >= MAX_METRICS) {
      this.#last = [];
      this.#chunks.push(this.#last);
    }
    this.#last.push(entry);
    this.#size += 1;
  }

  addParam(entry: TextEntry): void {
    this.#params.push(entry);
    this.#size += 1;
  }

  addTag(entry: TextEntry): void {
    this.#tags.push(entry);
    this.#size += 1;
  }

  /** Takes what fits into one batch off the front; nothing when nothing waits. */
  take(): Batch | undefined {
    if (this.#size === 0) return undefined;
    const params = takeTexts(this.#params);
    const tags = takeTexts(this.#tags);
    const metrics = this.#takeMetrics(MAX_ENTRIES - params.length - tags.length);
    this.#size -= metrics.length + params.length + tags.length;
    return { metrics, params, tags };
  }

  #takeMetrics(room: number): MetricEntry[] {
    const first = this.#chunks[0];
    if (first === undefined) return [];
    if (first === this.#last) this.#last = [];
    if (first.length <= room) {
      this.#chunks.shift();
      return first;
    }
    return first.splice(0, room);
  }
}

function takeTexts(list: TextEntry[]): TextEntry[] {
  let characters = 0;
  let count = 0;
  for (const { key, value } of list.slice(0, MAX_TEXTS)) {
    characters += key.length + value.length;
    if (count > 0 && characters > MAX_CHARACTERS) break;
    count += 1;
  }
  return list.splice(0, count);
}
