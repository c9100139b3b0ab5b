import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Cell, TableSource } from "../tables/table-source.ts";
import type { ParquetFile } from "./open-parquet.ts";
import { BLOCK_ROWS, bytesPerGroup, readRows } from "./read-rows.ts";

/** A small table is read as a whole, so that it can be sorted. */
const MAX_WHOLE_ROWS = 10 * BLOCK_ROWS;
/** What is loaded unasked for the columns that are shown. */
const MAX_BYTES = 48_000_000;
/** How many blocks are kept while others are looked at. */
const MAX_KEPT = 100;

type Blocks = ReadonlyMap<number, Cell[][]>;

export interface ParquetTable {
  readonly source: TableSource;
  /** How many of the columns are shown: the others would be too much to load. */
  readonly shownColumns: number;
  readonly error: unknown;
}

/** A Parquet file as a table whose rows are read when they come into sight. */
export function useParquetTable(file: ParquetFile): ParquetTable {
  const [blocks, setBlocks] = useState<Blocks>(new Map());
  const [error, setError] = useState<unknown>();
  const asked = useRef(new Set<number>());
  const columns = useMemo(() => chooseColumns(file), [file]);
  const isSmall = file.rowCount <= MAX_WHOLE_ROWS;

  const load = useCallback(
    (firstRow: number, endRow: number) => {
      const lastBlock = Math.floor((endRow - 1) / BLOCK_ROWS);
      for (let block = Math.floor(firstRow / BLOCK_ROWS); block <= lastBlock; block++) {
        if (asked.current.has(block)) continue;
        asked.current.add(block);
        readRows(file, columns, block * BLOCK_ROWS).then(
          (cells) => setBlocks((before) => keepBlock(before, block, cells, asked.current)),
          setError,
        );
      }
    },
    [file, columns],
  );
  useEffect(() => load(0, isSmall ? file.rowCount : BLOCK_ROWS), [load, isSmall, file.rowCount]);

  const source = useMemo(
    (): TableSource => ({
      columns,
      rowCount: file.rowCount,
      cellAt: (row, column) =>
        blocks.get(Math.floor(row / BLOCK_ROWS))?.[row % BLOCK_ROWS]?.[column],
      isWhole: isSmall && blocks.size * BLOCK_ROWS >= file.rowCount,
      onRowsSeen: load,
    }),
    [columns, file.rowCount, blocks, isSmall, load],
  );
  return { source, shownColumns: columns.length, error };
}

/** The first block says how wide the columns are, so it stays. */
function keepBlock(before: Blocks, block: number, cells: Cell[][], asked: Set<number>): Blocks {
  const after = new Map(before).set(block, cells);
  const dropped = [...after.keys()].find((other) => other !== 0 && other !== block);
  if (after.size > MAX_KEPT && dropped !== undefined) {
    after.delete(dropped);
    asked.delete(dropped);
  }
  return after;
}

function chooseColumns(file: ParquetFile): string[] {
  let bytes = 0;
  return file.columns.filter((column, index) => {
    bytes += bytesPerGroup(file, column);
    return index === 0 || bytes <= MAX_BYTES;
  });
}
