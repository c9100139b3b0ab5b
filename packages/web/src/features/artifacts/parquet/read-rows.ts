import { parquetReadObjects } from "hyparquet";
import { type Cell, toCell } from "../tables/table-source.ts";
import type { ParquetFile } from "./open-parquet.ts";

export const BLOCK_ROWS = 200;

/**
 * Some rows of some columns as cells, column by column.
 *
 * @throws Error when the file is damaged there, MlflowError when it can't be loaded.
 */
export async function readRows(
  { buffer, metadata, compressors }: ParquetFile,
  columns: readonly string[],
  rowStart: number,
): Promise<Cell[][]> {
  const rows = await parquetReadObjects({
    file: buffer,
    metadata,
    compressors,
    columns: [...columns],
    rowStart,
    rowEnd: rowStart + BLOCK_ROWS,
    useOffsetIndex: true,
  });
  return rows.map((row) => columns.map((name) => toCell(row[name])));
}

/** How many bytes must come for a block of rows: those of the columns' parts that hold it. */
export function bytesPerGroup({ metadata }: ParquetFile, column: string): number {
  const chunks = metadata.row_groups[0]?.columns ?? [];
  return chunks
    .filter((chunk) => chunk.meta_data?.path_in_schema[0] === column)
    .reduce((sum, chunk) => sum + Number(chunk.meta_data?.total_compressed_size ?? 0), 0);
}
