import type { Queries } from "../db/database.ts";
import { at, type Columns } from "./columns.ts";
import { idOf, type MetricName } from "./metric-name.ts";

/** Of all metrics together: 48 MB. They go with the thread, a minute after the last chart. */
const MAX_POINTS = 2_000_000;

/** A metric, and what is known of it: the last step and the state of the database then. */
export interface ReadRequest extends MetricName {
  /** Whether some of it may be kept as columns. */
  readonly isKept: boolean;
  readonly known?: { readonly lastStep: number; readonly state: string | undefined };
}

export interface ReadAnswer {
  /** The points behind the last known step, or all. */
  readonly added: Columns;
  /** The points up to that step; not counted when nothing was written since. */
  readonly knownCount: number | undefined;
  /** The same one, the same data; undefined where it is not told. */
  readonly state: string | undefined;
}

export type ReadAfter = (queries: Queries, request: ReadRequest) => Promise<ReadAnswer>;

interface Entry {
  readonly columns: Columns;
  readonly state: string | undefined;
}

/**
 * Metrics that were read, as columns, kept while they are being looked at. Later the points that
 * were known are counted, which takes a tenth of the time, unless nobody wrote to the database since;
 * and only those of later steps are read.
 */
export class NetworkedSeriesCache {
  readonly #queries: Queries;
  readonly #readAfter: ReadAfter;
  /** The least recently used first. */
  readonly #entries = new Map<string, Entry>();
  #pointCount = 0;

  constructor(queries: Queries, readAfter: ReadAfter) {
    this.#queries = queries;
    this.#readAfter = readAfter;
  }

  /** A metric's points as they are now; none of an unknown one. */
  async read(metric: MetricName, isKept: boolean): Promise<Columns> {
    const id = idOf(metric);
    const request = { ...metric, isKept };
    const entry = (await this.#readAdded(id, request)) ?? (await this.#readAll(request));
    this.#keep(id, entry);
    return entry.columns;
  }

  async #readAll(request: ReadRequest): Promise<Entry> {
    const { added, state } = await this.#readAfter(this.#queries, request);
    added.sort();
    return { columns: added, state };
  }

  /** What is known with what was added; undefined when that is not all, and all is to be read. */
  async #readAdded(id: string, request: ReadRequest): Promise<Entry | undefined> {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.columns.length === 0) return undefined;
    const { columns } = entry;
    const known = { lastStep: at(columns.steps, columns.length - 1), state: entry.state };
    const answer = await this.#readAfter(this.#queries, { ...request, known });
    const isAll = answer.knownCount === undefined || answer.knownCount === columns.length;
    if (!isAll || this.#entries.get(id) !== entry) return undefined;
    this.#entries.delete(id);
    this.#pointCount -= columns.length;
    columns.add(answer.added);
    columns.sort();
    return { columns, state: answer.state };
  }

  #keep(id: string, entry: Entry): void {
    const before = this.#entries.get(id);
    if (before !== undefined) this.#pointCount -= before.columns.length;
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    this.#pointCount += entry.columns.length;
    for (const [oldest, { columns }] of this.#entries) {
      if (this.#pointCount <= MAX_POINTS || oldest === id) break;
      this.#entries.delete(oldest);
      this.#pointCount -= columns.length;
    }
  }
}
