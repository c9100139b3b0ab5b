export interface ZipFile {
  readonly name: string;
  readonly sizeBytes: number;
}

export interface ZipListing {
  readonly files: readonly ZipFile[];
  /** How many there are when not all are listed. */
  readonly total: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
/** A zip archive may end with a comment. */
export const TAIL_BYTES = 1 << 16;
const MAX_DIRECTORY = 4_000_000;
const MAX_FILES = 2000;

type ReadRange = (start: number, end: number) => Promise<Uint8Array>;

/**
 * What a zip archive holds, by the directory at its end:
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @throws Error when it is none.
 */
export async function listZip(sizeBytes: number, read: ReadRange): Promise<ZipListing> {
  const tailStart = Math.max(0, sizeBytes - TAIL_BYTES);
  const tail = await read(tailStart, sizeBytes);
  const view = viewOf(tail);
  let end = tail.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) throw new Error("It does not end as zip archives do.");
  const total = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (start + length > tailStart + end || length > MAX_DIRECTORY) {
    throw new Error("Its directory is damaged or too large.");
  }
  const isInTail = start >= tailStart;
  const directory = isInTail
    ? tail.subarray(start - tailStart, start - tailStart + length)
    : await read(start, start + length);
  return { files: readDirectory(directory), total };
}

function readDirectory(bytes: Uint8Array): ZipFile[] {
  const view = viewOf(bytes);
  const files: ZipFile[] = [];
  let at = 0;
  while (
    at + 46 <= bytes.length &&
    view.getUint32(at, true) === ENTRY &&
    files.length < MAX_FILES
  ) {
    const nameLength = view.getUint16(at + 28, true);
    const rest = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    files.push({ name, sizeBytes: view.getUint32(at + 24, true) });
    at += 46 + nameLength + rest;
  }
  return files;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
