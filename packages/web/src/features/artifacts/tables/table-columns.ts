import { LEFT_STEP, type Viewport } from "../../../components/use-viewport.ts";
import type { TableSource } from "./table-source.ts";

export const ROW_HEIGHT = 28;
const NUMBER_WIDTH = 64;
const MIN_WIDTH = 72;
const MAX_WIDTH = 260;
const CHARACTER_WIDTH = 7.5;
const CELL_PADDING = 36;
const SAMPLE = 50;

/** Where each column begins, in pixels, and behind them where the last one ends. */
export function measureColumns({ columns, rowCount, cellAt }: TableSource): readonly number[] {
  const places = [NUMBER_WIDTH];
  // Thousands of columns are not worth reading them all.
  const rows = Math.min(rowCount, Math.ceil((SAMPLE * 100) / Math.max(100, columns.length)));
  for (const [column, name] of columns.entries()) {
    let longest = name.length;
    for (let row = 0; row < rows; row++) {
      longest = Math.max(longest, cellAt(row, column)?.text.length ?? 12);
    }
    const width = longest * CHARACTER_WIDTH + CELL_PADDING;
    places.push((places.at(-1) ?? 0) + Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
  }
  return places;
}

/** The first column in sight and the one after the last. */
export function columnsInSight(
  places: readonly number[],
  { left, width }: Viewport,
): readonly [first: number, end: number] {
  const count = places.length - 1;
  let first = places.findIndex(
    (place, column) => column < count && (places[column + 1] ?? 0) > left,
  );
  if (first === -1) first = count;
  let end = first;
  while (end < count && (places[end] ?? 0) < left + width + LEFT_STEP) end += 1;
  return [first, end];
}
