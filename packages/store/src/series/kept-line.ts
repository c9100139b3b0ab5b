import {
  type Choice,
  choosePoints,
  findBuckets,
  findInRange,
  type Range,
} from "./choose-points.ts";
import { at, Columns } from "./columns.ts";
import { BLOCK, type ChunkSummary, type Point } from "./kept-chunk.ts";
import { type Line, lineBySteps } from "./line.ts";
import { addTotals, toSummary, totalsOf, type Summary } from "./summarize.ts";

/** Points of a chunk from `start` to before `end`. */
export interface Stretch {
  readonly chunk: number;
  readonly start: number;
  readonly end: number;
}

/** What is asked of a line: from which stretches, and what they then answer, one after the other. */
export interface Reading<Answer> {
  readonly needed: readonly Stretch[];
  readonly columns: readonly ("values" | "times")[];
  toAnswer(values: Float64Array, times?: Float64Array): Answer;
}

/** Points of a line, in its order. */
export interface Sample {
  readonly points: readonly Point[];
  /** Whether no double had to round a step or time. */
  readonly isExact: boolean;
}

/** What of a chart is known before its values are read. */
export interface Outline {
  /** The stretches whose values it needs. */
  readonly needed: readonly Stretch[];
  /** Chooses its points, once these values are there, one stretch after the other. */
  choose(values: Float64Array): { readonly line: Line; readonly choice: Choice };
}

interface PlacedSummary {
  readonly summary: ChunkSummary;
  /** The points before its own. */
  readonly offset: number;
}

/**
 * A metric along its steps, of which summaries of chunks are at hand, and the points after them.
 * A bucket takes its smallest and largest point from the blocks within it, so that only the blocks
 * at its two ends are to be read, and those that have a NaN or infinity.
 */
export class KeptLine {
  readonly #chunks: readonly PlacedSummary[];
  /** The points of all chunks. */
  readonly #kept: number;
  readonly #tail: Columns;
  readonly #steps: Float64Array;

  constructor(summaries: readonly ChunkSummary[], tail: Columns) {
    const kept = summaries.reduce((sum, { totals }) => sum + totals.count, 0);
    this.#kept = kept;
    this.#steps = new Float64Array(kept + tail.length);
    let offset = 0;
    this.#chunks = summaries.map((summary) => {
      const start = offset;
      offset += summary.totals.count;
      summary.writeSteps(this.#steps.subarray(start, offset));
      return { summary, offset: start };
    });
    this.#tail = tail;
    this.#steps.set(tail.steps.subarray(0, tail.length), offset);
  }

  summarize(): Summary {
    const parts = this.#chunks.map(({ summary }) => summary.totals);
    if (this.#tail.length > 0) parts.push(totalsOf(this.#tail));
    return toSummary(parts.reduce(addTotals));
  }

  outline(range: Range, buckets: number): Outline {
    const steps = this.#steps;
    const whole = findInRange(steps, range, buckets);
    const { from, to, isSampled } = whole;
    // One more at each end.
    const [first, last] = [Math.max(0, from - 1), Math.min(steps.length - 1, to)];
    const wanted = [first, last];
    if (isSampled) {
      for (const { start, end } of findBuckets(steps, from, to, buckets)) {
        wanted.push(start, end - 1);
      }
    } else for (let index = first; index < last; index += 1) wanted.push(index);
    const marks = this.#mark(wanted, first, last);
    return {
      needed: marks.flatMap((own, chunk) => this.#stretchesOf(own, chunk)),
      choose: (values) => {
        const line = lineBySteps(this.#collect(marks, values, first, last));
        return { line, choice: choosePoints(line.xs, line.ys, range, buckets, whole) };
      },
    };
  }

  /** At most `limit` points between two steps, those that `choosePlaces` says. */
  sample(range: Range, limit: number): Reading<Sample> {
    const steps = this.#steps;
    const { from, countInRange } = findInRange(steps, range, limit);
    const places = choosePlaces(countInRange, limit).map((place) => from + place);
    return {
      needed: this.#chunks.flatMap(({ summary, offset }, chunk) =>
        toStretches(places, chunk, offset, summary.totals.count),
      ),
      columns: ["values", "times"],
      toAnswer: (values, times = new Float64Array()) => {
        const points = places.map((place, index) => {
          const isKept = place < this.#kept;
          return {
            step: at(steps, place),
            time: isKept ? at(times, index) : at(this.#tail.times, place - this.#kept),
            value: isKept ? at(values, index) : at(this.#tail.values, place - this.#kept),
          };
        });
        // Points whose order rounding hides are themselves rounded.
        const isExact = points.every(
          ({ step, time }) => Number.isSafeInteger(step) && Number.isSafeInteger(time),
        );
        return { points, isExact };
      },
    };
  }

  /** For each chunk which of its blocks are to be read. */
  #mark(wanted: readonly number[], first: number, last: number): Uint8Array[] {
    return this.#chunks.map(({ summary: { totals, broken }, offset }) => {
      const marks = new Uint8Array(broken.length);
      for (const index of wanted) {
        const place = index - offset;
        if (place >= 0 && place < totals.count) marks[Math.floor(place / BLOCK)] = 1;
      }
      for (const [block, isBroken] of broken.entries()) {
        if (isBroken && isWithin(block, offset, first, last)) marks[block] = 1;
      }
      return marks;
    });
  }

  #stretchesOf(marks: Uint8Array, chunk: number): Stretch[] {
    const count = this.#chunks[chunk]?.summary.totals.count ?? 0;
    const stretches: Stretch[] = [];
    for (let block = 0; block < marks.length; block += 1) {
      if (!marks[block]) continue;
      const start = block * BLOCK;
      while (marks[block + 1]) block += 1;
      stretches.push({ chunk, start, end: Math.min(count, (block + 1) * BLOCK) });
    }
    return stretches;
  }

  /** The points of which a chart is chosen. */
  #collect(marks: readonly Uint8Array[], values: Float64Array, first: number, last: number) {
    const points = new Columns();
    points.reserve(values.length + this.#tail.length);
    let next = 0;
    for (const [chunk, { summary, offset }] of this.#chunks.entries()) {
      const own = marks[chunk] ?? [];
      for (let block = 0; block < own.length; block += 1) {
        const start = block * BLOCK;
        if (own[block]) {
          const end = Math.min(summary.totals.count, start + BLOCK);
          for (let index = start; index < end; index += 1) {
            points.push(at(this.#steps, offset + index), NaN, at(values, next));
            next += 1;
          }
        } else if (isWithin(block, offset, first, last)) {
          this.#pushExtremes(points, { summary, offset }, block);
        }
      }
    }
    points.add(this.#tail);
    return points;
  }

  #pushExtremes(points: Columns, { summary, offset }: PlacedSummary, block: number): void {
    const [min, max] = [summary.minPlaces[block] ?? 0, summary.maxPlaces[block] ?? 0];
    const push = (place: number, values: Float64Array) =>
      points.push(at(this.#steps, offset + block * BLOCK + place), NaN, at(values, block));
    if (min <= max) push(min, summary.mins);
    if (min !== max) push(max, summary.maxs);
    if (min > max) push(min, summary.mins);
  }
}

/**
 * Which of so many points MLflow's charts show: the first ones of `limit` even groups, the larger
 * groups first, as SQL's NTILE makes them; and the very last in place of the last group's.
 */
export function choosePlaces(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, place) => place);
  const size = Math.floor(count / limit);
  const larger = count % limit;
  const places = Array.from(
    { length: limit },
    (_, group) => group * size + Math.min(group, larger),
  );
  places[limit - 1] = count - 1;
  return places;
}

/** Places among all points, ascending, as stretches of one chunk. */
function toStretches(
  places: readonly number[],
  chunk: number,
  offset: number,
  count: number,
): Stretch[] {
  const stretches: { chunk: number; start: number; end: number }[] = [];
  for (const place of places) {
    const start = place - offset;
    if (start < 0 || start >= count) continue;
    const last = stretches.at(-1);
    if (last?.end === start) last.end += 1;
    else stretches.push({ chunk, start, end: start + 1 });
  }
  return stretches;
}

function isWithin(block: number, offset: number, first: number, last: number): boolean {
  const start = offset + block * BLOCK;
  return start <= last && start + BLOCK > first;
}
