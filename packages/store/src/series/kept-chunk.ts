/**
 * A stretch of a long metric as it is kept: its times and values as doubles, and a summary from which
 * a chart sees which few of them it needs.
 */
import { at, type Columns } from "./columns.ts";
import { isBroken } from "./choose-points.ts";

/** New points of a metric from which on they are kept: that many rows take 15 ms to read. */
export const LONG = 32_768;
/** Points of a chunk at most: half a megabyte of values. */
export const CHUNK = 65_536;
/** Points of a block, of which a summary has the smallest and largest: 300 kB for a million points. */
export const BLOCK = 64;
export const BYTES_PER_DOUBLE = 8;

export interface Point {
  readonly step: number;
  readonly time: number;
  readonly value: number;
}

/** What points tell as a whole; of several that are the smallest or largest, the first one. */
export interface Totals {
  readonly count: number;
  readonly first: Point;
  readonly last: Point;
  readonly min: Point | undefined;
  readonly max: Point | undefined;
  readonly firstBroken: Point | undefined;
  readonly brokenCount: number;
}

export interface ChunkSummary {
  readonly totals: Totals;
  /** Writes the steps of its points into a column of their length. */
  readonly writeSteps: (steps: Float64Array) => void;
  /** Of each block the smallest and largest finite value, and where in the block they stand. */
  readonly mins: Float64Array;
  readonly maxs: Float64Array;
  readonly minPlaces: Uint8Array;
  readonly maxPlaces: Uint8Array;
  /** Of each block whether it has a NaN or infinity. */
  readonly broken: Uint8Array;
}

export interface EncodedChunk {
  readonly count: number;
  readonly lastStep: number;
  readonly summary: Uint8Array;
  readonly times: Uint8Array;
  readonly values: Uint8Array;
}

/** Doubles before those of the blocks: four that say how to read on, and five points. */
const HEAD = 4;
const DOUBLES_BEFORE = HEAD + 5 * 3;

/** The points from `start` to before `end` of columns that are sorted. */
export function encodeChunk(columns: Columns, start: number, end: number): EncodedChunk {
  const steps = columns.steps.subarray(start, end);
  const values = columns.values.subarray(start, end);
  const times = columns.times.subarray(start, end);
  const lastStep = at(steps, steps.length - 1);
  return {
    count: steps.length,
    lastStep,
    summary: encodeSummary(steps, times, values),
    times: toBytes(times),
    values: toBytes(values),
  };
}

function encodeSummary(steps: Float64Array, times: Float64Array, values: Float64Array): Uint8Array {
  const count = steps.length;
  const blocks = Math.ceil(count / BLOCK);
  const [mins, maxs] = [new Float64Array(blocks), new Float64Array(blocks)];
  const [minPlaces, maxPlaces] = [new Uint8Array(blocks), new Uint8Array(blocks)];
  const broken = new Uint8Array(blocks);
  let [min, max, firstBroken, brokenCount] = [-1, -1, -1, 0];
  for (let block = 0; block < blocks; block += 1) {
    const from = block * BLOCK;
    const to = Math.min(count, from + BLOCK);
    let [least, most] = [-1, -1];
    for (let index = from; index < to; index += 1) {
      const value = at(values, index);
      if (isBroken(value)) {
        broken[block] = 1;
        brokenCount += 1;
        if (firstBroken < 0) firstBroken = index;
      } else {
        if (least < 0 || value < at(values, least)) least = index;
        if (most < 0 || value > at(values, most)) most = index;
      }
    }
    if (least < 0) continue;
    if (min < 0 || at(values, least) < at(values, min)) min = least;
    if (max < 0 || at(values, most) > at(values, max)) max = most;
    mins[block] = at(values, least);
    maxs[block] = at(values, most);
    minPlaces[block] = least - from;
    maxPlaces[block] = most - from;
  }
  const distances = encodeSteps(steps);
  const head = [count, distances.width, distances.distance, brokenCount];
  for (const index of [0, count - 1, min, max, firstBroken]) {
    head.push(at(steps, index), at(times, index), at(values, index));
  }
  return concatenate([
    Float64Array.from(head),
    mins,
    maxs,
    ...(distances.width > 0 ? [distances.column] : []),
    minPlaces,
    maxPlaces,
    broken,
  ]);
}

/** Most metrics are logged every so many steps, which then take no room. */
function encodeSteps(steps: Float64Array) {
  let largest = 0;
  let smallest = Infinity;
  const column = new Float64Array(steps.length);
  for (let index = 1; index < steps.length; index += 1) {
    const distance = at(steps, index) - at(steps, index - 1);
    column[index] = distance;
    largest = Math.max(largest, distance);
    smallest = Math.min(smallest, distance);
  }
  if (steps.length < 2) return { width: 0, distance: 0, column } as const;
  if (largest === smallest) return { width: 0, distance: largest, column } as const;
  if (largest < 2 ** 8) return { width: 1, distance: 0, column: Uint8Array.from(column) } as const;
  if (largest < 2 ** 16) {
    return { width: 2, distance: 0, column: Uint16Array.from(column) } as const;
  }
  return { width: 8, distance: 0, column: steps } as const;
}

/** What `encodeChunk` made a summary of. */
export function decodeSummary(bytes: Uint8Array): ChunkSummary {
  // A copy begins where doubles may.
  const { buffer } = new Uint8Array(bytes);
  const head = new Float64Array(buffer, 0, DOUBLES_BEFORE);
  const [count, width, distance, brokenCount] = [
    at(head, 0),
    at(head, 1),
    at(head, 2),
    at(head, 3),
  ];
  const point = (place: number): Point => ({
    step: at(head, HEAD + place * 3),
    time: at(head, HEAD + place * 3 + 1),
    value: at(head, HEAD + place * 3 + 2),
  });
  const blocks = Math.ceil(count / BLOCK);
  let offset = DOUBLES_BEFORE * BYTES_PER_DOUBLE;
  const doubles = () => {
    const column = new Float64Array(buffer, offset, blocks);
    offset += column.byteLength;
    return column;
  };
  const [mins, maxs] = [doubles(), doubles()];
  const writeSteps = stepsWriter({ buffer, offset, width, distance, first: point(0).step, count });
  offset += count * width;
  const places = () => {
    const column = new Uint8Array(buffer, offset, blocks);
    offset += blocks;
    return column;
  };
  const [minPlaces, maxPlaces, broken] = [places(), places(), places()];
  const isFinite = brokenCount < count;
  const totals = {
    count,
    first: point(0),
    last: point(1),
    min: isFinite ? point(2) : undefined,
    max: isFinite ? point(3) : undefined,
    firstBroken: brokenCount > 0 ? point(4) : undefined,
    brokenCount,
  };
  return { totals, writeSteps, mins, maxs, minPlaces, maxPlaces, broken };
}

function stepsWriter(encoded: {
  readonly buffer: ArrayBuffer;
  readonly offset: number;
  readonly width: number;
  readonly distance: number;
  readonly first: number;
  readonly count: number;
}): ChunkSummary["writeSteps"] {
  const { buffer, offset, width, distance, first, count } = encoded;
  if (width === 8) return (steps) => steps.set(new Float64Array(buffer, offset, count));
  if (width === 0) {
    return (steps) => {
      for (let index = 0; index < count; index += 1) steps[index] = first + index * distance;
    };
  }
  const column = new (width === 1 ? Uint8Array : Uint16Array)(buffer, offset, count);
  return (steps) => {
    let step = first;
    for (let index = 0; index < count; index += 1) {
      step += column[index] ?? 0;
      steps[index] = step;
    }
  };
}

/** Doubles that were kept as bytes, of which a copy is made where they begin as no double may. */
export function decodeDoubles(bytes: Uint8Array): Float64Array {
  const isAligned = bytes.byteOffset % BYTES_PER_DOUBLE === 0;
  const { buffer, byteOffset, byteLength } = isAligned ? bytes : new Uint8Array(bytes);
  return new Float64Array(buffer, byteOffset, byteLength / BYTES_PER_DOUBLE);
}

function toBytes({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

function concatenate(parts: readonly (Float64Array | Uint8Array | Uint16Array)[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), offset);
    offset += byteLength;
  }
  return bytes;
}
