/** ClickHouse's format RowBinary, as far as points need it. */

export interface Point {
  readonly step: number | bigint;
  /** Milliseconds since 1970. */
  readonly timestamp: number | bigint;
  /** Also NaN and infinity. */
  readonly value: number;
}

export interface LoggedPoint extends Point {
  readonly key: string;
}

export interface PointsOfRun {
  readonly runId: string;
  readonly points: readonly LoggedPoint[];
}

const RUN_ID_BYTES = 32;
const STEP_TIMESTAMP_VALUE_NAN_BYTES = 25;

/** MLflow: NaN is kept as 0 with a mark, infinity as the largest double. */
export function toStored(value: number): { value: number; isNan: boolean } {
  if (Number.isNaN(value)) return { value: 0, isNan: true };
  return { value: Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value)), isNan: false };
}

function fromStored(value: number, isNan: boolean): number {
  if (isNan) return NaN;
  return Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;
}

/** Rows of run_id, key, step, timestamp, value and is_nan. */
export function encodePoints(lots: readonly PointsOfRun[]): Buffer<ArrayBuffer> {
  const keys = new Map<string, Buffer>();
  let size = 0;
  for (const { points } of lots) {
    for (const { key } of points) {
      let encoded = keys.get(key);
      if (encoded === undefined) keys.set(key, (encoded = encodeString(key)));
      size += RUN_ID_BYTES + encoded.length + STEP_TIMESTAMP_VALUE_NAN_BYTES;
    }
  }
  const rows = Buffer.alloc(size);
  let at = 0;
  for (const { runId, points } of lots) {
    const id = Buffer.alloc(RUN_ID_BYTES, 0);
    id.write(runId);
    for (const point of points) {
      const { value, isNan } = toStored(point.value);
      at += id.copy(rows, at);
      at += keys.get(point.key)?.copy(rows, at) ?? 0;
      at = rows.writeBigInt64LE(BigInt(point.step), at);
      at = rows.writeBigInt64LE(BigInt(point.timestamp), at);
      at = rows.writeDoubleLE(value, at);
      at = rows.writeUInt8(isNan ? 1 : 0, at);
    }
  }
  return rows;
}

function encodeString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

/** Reads an answer's columns one after the other. */
export class RowBinaryReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  bool(): boolean {
    return this.#bytes.readUInt8(this.#at++) === 1;
  }

  uint32(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  /** An array of what `read` reads. */
  array<T>(read: () => T): T[] {
    let length = 0;
    for (let scale = 1, byte = 0x80; byte >= 0x80; scale *= 0x80) {
      byte = this.#bytes.readUInt8(this.#at++);
      length += (byte & 0x7f) * scale;
    }
    return Array.from({ length }, read);
  }

  /** A tuple of step, timestamp, value and is_nan. */
  point(): Point {
    const step = this.#int64();
    const timestamp = this.#int64();
    this.#at += 8;
    const value = this.#bytes.readDoubleLE(this.#at - 8);
    return { step, timestamp, value: fromStored(value, this.bool()) };
  }

  #int64(): bigint {
    this.#at += 8;
    return this.#bytes.readBigInt64LE(this.#at - 8);
  }
}
