import { type CSSProperties, useLayoutEffect, useMemo, useState } from "react";
import { SortIcon } from "../../../components/icons.tsx";
import { cutText } from "../../../format/cut-text.ts";
import { sortRows, type Sorting } from "./sort-rows.ts";
import type { Cell, TableSource } from "./table-source.ts";
import { TableCell } from "./table-cell.tsx";
import { useViewport } from "../../../components/use-viewport.ts";
import { columnsInSight, measureColumns, ROW_HEIGHT } from "./table-columns.ts";
import styles from "./value-table.module.css";

interface ValueTableProps {
  readonly source: TableSource;
  readonly label: string;
}

/** A browser places nothing further down than some thirty million pixels, Firefox eighteen. */
export const MAX_ROWS = 500_000;

/** A table of any size: only the rows and columns in sight are drawn. */
export function ValueTable({ source, label }: ValueTableProps) {
  const [sorting, setSorting] = useState<Sorting>();
  const { frame, setFrame, viewport: sight, onScroll } = useViewport(ROW_HEIGHT);
  const order = useMemo(
    () => (sorting === undefined ? undefined : sortRows(source, sorting)),
    [source, sorting],
  );
  const places = useMemo(() => measureColumns(source), [source]);
  const rowCount = Math.min(source.rowCount, MAX_ROWS);
  const endRow = Math.min(rowCount, sight.endRow);
  const { onRowsSeen } = source;
  useLayoutEffect(() => {
    if (frame !== null && endRow > sight.firstRow) onRowsSeen?.(sight.firstRow, endRow);
  }, [frame, onRowsSeen, sight.firstRow, endRow]);

  const [firstColumn, endColumn] = columnsInSight(places, sight);
  const columns = source.columns.slice(firstColumn, endColumn).map((name, index) => {
    const column = firstColumn + index;
    const left = places[column] ?? 0;
    return { column, name, style: { left, width: (places[column + 1] ?? left) - left } };
  });
  const rows = Array.from({ length: Math.max(0, endRow - sight.firstRow) }, (_, index) => {
    const at = sight.firstRow + index;
    return { at, row: order?.[at] ?? at };
  });
  const sortBy = (column: number) =>
    setSorting((before) => {
      if (before?.column !== column) return { column, isDescending: false };
      return before.isDescending ? undefined : { column, isDescending: true };
    });
  const size: CSSProperties = {
    width: places.at(-1) ?? 0,
    height: (rowCount + 1) * ROW_HEIGHT,
  };
  return (
    <div
      ref={setFrame}
      className={styles["frame"]}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <div
        role="table"
        aria-label={label}
        aria-rowcount={source.rowCount + 1}
        aria-colcount={source.columns.length + 1}
        className={styles["table"]}
        style={size}
      >
        <div role="rowgroup" className={styles["head"]}>
          <div role="row" aria-rowindex={1} className={styles["row"]}>
            <span role="columnheader" aria-colindex={1} className={styles["number"]}>
              <span className="visually-hidden">Row</span>
            </span>
            {columns.map(({ column, name, style }) => (
              <HeadCell
                key={column}
                name={name}
                column={column}
                style={style}
                kind={rowCount === 0 ? undefined : source.cellAt(0, column)?.kind}
                sorting={sorting?.column === column ? sorting : undefined}
                onSort={source.isWhole ? sortBy : undefined}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup">
          {rows.map(({ at, row }) => (
            <div
              key={at}
              role="row"
              aria-rowindex={at + 2}
              className={styles["row"]}
              style={{ top: (at + 1) * ROW_HEIGHT }}
            >
              <span role="rowheader" aria-colindex={1} className={styles["number"]}>
                {row + 1}
              </span>
              {columns.map(({ column, name, style }) => (
                <TableCell
                  key={column}
                  cell={source.cellAt(row, column)}
                  column={column}
                  name={name}
                  style={style}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

interface HeadCellProps {
  readonly name: string;
  readonly column: number;
  readonly style: CSSProperties;
  /** Of the cells below. */
  readonly kind: Cell["kind"] | undefined;
  readonly sorting: Sorting | undefined;
  readonly onSort: ((column: number) => void) | undefined;
}

function HeadCell({ name, column, style, kind, sorting, onSort }: HeadCellProps) {
  const shown = name === "" ? `Column ${column + 1}` : cutText(name, 80);
  const order = sorting?.isDescending === true ? "descending" : "ascending";
  return (
    <span
      role="columnheader"
      aria-colindex={column + 2}
      aria-sort={sorting === undefined ? undefined : order}
      className={styles["cell"]}
      style={style}
      data-kind={kind === "number" ? kind : undefined}
      title={cutText(name, 500)}
    >
      {onSort === undefined ? (
        <bdi className={styles["text"]}>{shown}</bdi>
      ) : (
        <button type="button" className={styles["sort"]} onClick={() => onSort(column)}>
          <bdi className={styles["text"]}>{shown}</bdi>
          {sorting !== undefined && (
            <span className={styles["order"]}>
              <SortIcon size={12} descending={sorting.isDescending} />
            </span>
          )}
        </button>
      )}
    </span>
  );
}
