import type { Batch, Entry, MetricEntry, Piece, TextEntry } from "./batch.ts";

/** MLflow's limits of one batch. */
const MAX_ENTRIES = 1000;
const MAX_TEXTS = 100;
/** Of MLflow's million bytes a batch, leaving room for characters of several bytes. */
const MAX_CHARACTERS = 300_000;

/** A batch that is being filled. */
interface Filling extends Batch {
  readonly metrics: MetricEntry[];
  readonly params: TextEntry[];
  readonly tags: TextEntry[];
  characters: number;
}

/**
 * What was logged and not yet sent, in its order, already divided into what is sent at a time. Each
 * piece is everything between its end and the one before, so that what was sent is a beginning of
 * what was logged.
 */
export class Waiting {
  #pieces: { operation: Piece["operation"]; end: number }[] = [];
  /** The batch at the end of the pieces, while more fits into it. */
  #filling: Filling | undefined;
  #size = 0;

  /** Entries, not pieces. */
  get size(): number {
    return this.#size;
  }

  /** Whether a whole batch waits. */
  get isFull(): boolean {
    return this.#pieces.length > 1 || this.#size >= MAX_ENTRIES;
  }

  add(entry: Entry, end: number): void {
    this.#size += 1;
    if ("metric" in entry) this.#roomFor("metrics", 0).metrics.push(entry.metric);
    else if ("param" in entry)
      this.#roomFor("params", lengthOf(entry.param)).params.push(entry.param);
    else if ("tag" in entry) this.#roomFor("tags", lengthOf(entry.tag)).tags.push(entry.tag);
    else {
      this.#filling = undefined;
      this.#pieces.push({ operation: entry, end });
      return;
    }
    const last = this.#pieces.at(-1);
    if (last !== undefined) last.end = end;
  }

  /** Takes the oldest piece; nothing when nothing waits. */
  take(): Piece | undefined {
    const piece = this.#pieces.shift();
    if (piece === undefined) return undefined;
    if (this.#pieces.length === 0) this.#filling = undefined;
    this.#size -= "batch" in piece.operation ? countEntries(piece.operation.batch) : 1;
    return piece;
  }

  /** Puts a piece that could not be sent back to the front. */
  putBack(piece: Piece): void {
    this.#pieces.unshift({ ...piece });
    this.#size += "batch" in piece.operation ? countEntries(piece.operation.batch) : 1;
  }

  clear(): void {
    this.#pieces = [];
    this.#filling = undefined;
    this.#size = 0;
  }

  /** The batch that one more entry fits into. */
  #roomFor(kind: "metrics" | "params" | "tags", characters: number): Filling {
    const filling = this.#filling;
    const fits =
      filling !== undefined &&
      countEntries(filling) < MAX_ENTRIES &&
      (kind === "metrics" || filling[kind].length < MAX_TEXTS) &&
      filling.characters + characters <= MAX_CHARACTERS;
    if (fits) {
      filling.characters += characters;
      return filling;
    }
    const batch: Filling = { metrics: [], params: [], tags: [], characters };
    this.#pieces.push({ operation: { batch }, end: 0 });
    this.#filling = batch;
    return batch;
  }
}

function countEntries({ metrics, params, tags }: Batch): number {
  return metrics.length + params.length + tags.length;
}

function lengthOf({ key, value }: TextEntry): number {
  return key.length + value.length;
}
