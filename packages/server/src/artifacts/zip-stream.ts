import { crc32 } from "node:zlib";

/** One file of an archive. */
export interface ZipEntry {
  /** With slashes between folders, relative. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  read(): AsyncIterable<Uint8Array>;
}

interface WrittenEntry {
  readonly name: Buffer;
  readonly sizeBytes: number;
  readonly modified: number;
  readonly crc: number;
  readonly offset: number;
}

const VERSION_64 = 45;
const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
/** The checksum and sizes follow the content, and the name is UTF-8. */
const FLAGS = 0x0808;

/**
 * The bytes of a zip archive, made while they are sent: nothing is kept but a line for each file.
 * Files are stored as they are, since models and images hardly get smaller, with sizes in 64 bits
 * where they or their places need it.
 *
 * Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @throws Error when a file turns out to be longer or shorter than it said.
 */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncIterable<Uint8Array> {
  const written: WrittenEntry[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const { sizeBytes } = entry;
    const name = Buffer.from(entry.name);
    const modified = toDosTime(entry.modifiedMs);
    const header = localHeader(name, modified, sizeBytes);
    yield header;
    let crc = 0;
    let read = 0;
    for await (const chunk of entry.read()) {
      crc = crc32(chunk, crc);
      read += chunk.length;
      yield chunk;
    }
    if (read !== sizeBytes) throw new Error(`a file of ${sizeBytes} bytes had ${read}`);
    const descriptor = dataDescriptor(crc, sizeBytes);
    yield descriptor;
    written.push({ name, sizeBytes, modified, crc, offset });
    offset += header.length + sizeBytes + descriptor.length;
  }
  let directoryBytes = 0;
  for (const entry of written) {
    const header = directoryHeader(entry);
    directoryBytes += header.length;
    yield header;
  }
  yield endOfDirectory(written.length, offset, directoryBytes);
}

/** Numbers of 2, 4 or 8 bytes one after the other, as a zip archive has them: the lowest byte first. */
function pack(fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  const packed = Buffer.alloc(fields.reduce((total, [bytes]) => total + bytes, 0));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 8) packed.writeBigUInt64LE(BigInt(value), at);
    else packed.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return packed;
}

const isLarge = (value: number) => value >= MAX_32;

function localHeader(name: Buffer, modified: number, sizeBytes: number): Buffer {
  // The sizes of 64 bits, unknown yet, only say that those behind the content have 64 bits too.
  const extra = isLarge(sizeBytes)
    ? pack([
        [2, 1],
        [2, 16],
        [8, 0],
        [8, 0],
      ])
    : Buffer.alloc(0);
  const size = isLarge(sizeBytes) ? MAX_32 : 0;
  const fixed = pack([
    [4, 0x0403_4b50],
    [2, VERSION_64],
    [2, FLAGS],
    [2, 0],
    [4, modified],
    [4, 0],
    [4, size],
    [4, size],
    [2, name.length],
    [2, extra.length],
  ]);
  return Buffer.concat([fixed, name, extra]);
}

function dataDescriptor(crc: number, sizeBytes: number): Buffer {
  const bytes = isLarge(sizeBytes) ? 8 : 4;
  return pack([
    [4, 0x0807_4b50],
    [4, crc],
    [bytes, sizeBytes],
    [bytes, sizeBytes],
  ]);
}

function directoryHeader({ name, sizeBytes, modified, crc, offset }: WrittenEntry): Buffer {
  const needs64 = isLarge(sizeBytes) || isLarge(offset);
  const extra = needs64
    ? pack([
        [2, 1],
        [2, 24],
        [8, sizeBytes],
        [8, sizeBytes],
        [8, offset],
      ])
    : Buffer.alloc(0);
  const size = needs64 ? MAX_32 : sizeBytes;
  const fixed = pack([
    [4, 0x0201_4b50],
    // Made on Unix, so that the attributes below are a mode.
    [2, 0x0300 | VERSION_64],
    [2, VERSION_64],
    [2, FLAGS],
    [2, 0],
    [4, modified],
    [4, crc],
    [4, size],
    [4, size],
    [2, name.length],
    [2, extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0o100644 * 0x1_0000],
    [4, needs64 ? MAX_32 : offset],
  ]);
  return Buffer.concat([fixed, name, extra]);
}

function endOfDirectory(count: number, offset: number, sizeBytes: number): Buffer {
  const end64 = pack([
    [4, 0x0606_4b50],
    [8, 44],
    [2, VERSION_64],
    [2, VERSION_64],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, sizeBytes],
    [8, offset],
  ]);
  const locator = pack([
    [4, 0x0706_4b50],
    [4, 0],
    [8, offset + sizeBytes],
    [4, 1],
  ]);
  const end = pack([
    [4, 0x0605_4b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, MAX_16)],
    [2, Math.min(count, MAX_16)],
    [4, Math.min(sizeBytes, MAX_32)],
    [4, Math.min(offset, MAX_32)],
    [2, 0],
  ]);
  const needs64 = count >= MAX_16 || isLarge(offset) || isLarge(sizeBytes);
  return needs64 ? Buffer.concat([end64, locator, end]) : end;
}

/** Time and day in two halves, to two seconds, in UTC; the format begins with 1980. */
function toDosTime(timeMs: number): number {
  const date = new Date(Math.max(timeMs, Date.UTC(1980, 0, 1)));
  const time =
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  const day =
    ((Math.min(date.getUTCFullYear(), 2107) - 1980) << 9) |
    ((date.getUTCMonth() + 1) << 5) |
    date.getUTCDate();
  return day * 0x1_0000 + time;
}
