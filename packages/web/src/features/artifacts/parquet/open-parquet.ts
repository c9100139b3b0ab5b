import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
} from "hyparquet";
import type { ArtifactPlace } from "../artifact-place.ts";
import { readRange } from "../read-range.ts";

/** A Parquet file of which only the description at its end has been read. */
export interface ParquetFile {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly compressors: Compressors;
}

/** The end of the file that is asked for at first; most descriptions are shorter. */
const FOOTER_BYTES = 64 * 1024;

/**
 * Reads what a file says of itself.
 *
 * @throws Error when it is not Parquet, MlflowError when it can't be loaded.
 */
export async function openParquet(place: ArtifactPlace, sizeBytes: number): Promise<ParquetFile> {
  const buffer = toBuffer(place, sizeBytes);
  if (sizeBytes < 12) throw new Error("It is too short.");
  const metadata = await parquetMetadataAsync(buffer, { initialFetchSize: FOOTER_BYTES });
  return {
    buffer,
    metadata,
    columns: parquetSchema(metadata).children.map((column) => column.element.name),
    rowCount: Number(metadata.num_rows),
    compressors: await loadCompressors(metadata),
  };
}

/** Parts of the file by ranges of bytes, none asked for twice. */
function toBuffer(place: ArtifactPlace, byteLength: number): AsyncBuffer {
  const parts = new Map<string, Promise<ArrayBuffer>>();
  return {
    byteLength,
    slice: (start, end = byteLength) => {
      const key = `${start}-${end}`;
      const known = parts.get(key);
      if (known !== undefined) return known;
      const part = readPart(place, start, Math.min(end, byteLength));
      parts.set(key, part);
      // A part that failed is asked for again.
      part.catch(() => parts.delete(key));
      return part;
    },
  };
}

async function readPart(place: ArtifactPlace, start: number, end: number): Promise<ArrayBuffer> {
  if (start >= end || start < 0) throw new Error("It points outside itself.");
  const bytes = await readRange(place, start, end);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** Snappy is built in; the others are loaded when a file needs them. */
async function loadCompressors({ row_groups }: FileMetaData): Promise<Compressors> {
  const codecs = new Set(
    row_groups.flatMap(({ columns }) => columns.map((column) => column.meta_data?.codec)),
  );
  for (const known of ["UNCOMPRESSED", "SNAPPY", undefined] as const) codecs.delete(known);
  if (codecs.size === 0) return {};
  const { loadedCompressors } = await import("./compressors.ts");
  return loadedCompressors;
}
