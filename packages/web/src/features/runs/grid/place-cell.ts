import type { CSSProperties } from "react";
import type { PlacedColumn } from "../table/column-layout.ts";

/** How far the columns that are out of sight push the one at this place of those in sight. */
export function spacerBefore(
  columns: readonly PlacedColumn[],
  at: number,
  nameWidth: number,
): number {
  const column = columns[at];
  const previous = columns[at - 1];
  if (column === undefined) return 0;
  return column.left - (previous === undefined ? nameWidth : previous.left + previous.width);
}

/** Where a cell stands: pinned ones stay at the left, others after what is out of sight. */
export function placeCell({ width, left, isPinned }: PlacedColumn, spacer: number): CSSProperties {
  return {
    width,
    ...(spacer > 0 && { marginLeft: spacer }),
    ...(isPinned && { left }),
  };
}
