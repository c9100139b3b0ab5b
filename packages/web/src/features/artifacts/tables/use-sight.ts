import { useCallback, useLayoutEffect, useState } from "react";
import type { TableSource } from "./table-source.ts";

export const ROW_HEIGHT = 28;
const NUMBER_WIDTH = 64;
const MIN_WIDTH = 72;
const MAX_WIDTH = 260;
const CHARACTER_WIDTH = 7.5;
const CELL_PADDING = 36;
const SAMPLE = 50;
/** Drawn anew in steps of so many rows and pixels. */
const BLOCK = 8;
const STEP = 100;

/** What of a frame is in sight. */
export interface Sight {
  readonly firstRow: number;
  readonly endRow: number;
  readonly left: number;
  readonly width: number;
}

const NOTHING: Sight = { firstRow: 0, endRow: 0, left: 0, width: 0 };

function readSight({ scrollTop, scrollLeft, clientHeight, clientWidth }: HTMLElement): Sight {
  const top = scrollTop / ROW_HEIGHT;
  return {
    firstRow: Math.max(0, (Math.floor(top / BLOCK) - 1) * BLOCK),
    endRow: (Math.ceil((top + clientHeight / ROW_HEIGHT) / BLOCK) + 1) * BLOCK,
    left: Math.floor(scrollLeft / STEP) * STEP,
    width: clientWidth + STEP,
  };
}

/** Follows what of a frame is in sight; `setFrame` is the frame's ref. */
export function useSight() {
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [sight, setSight] = useState(NOTHING);
  const look = useCallback(() => {
    if (frame === null) return;
    const next = readSight(frame);
    setSight((before) => (isSame(before, next) ? before : next));
  }, [frame]);
  useLayoutEffect(() => {
    if (frame === null) return undefined;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [frame, look]);
  return { frame, setFrame, sight, onScroll: look };
}

function isSame(a: Sight, b: Sight): boolean {
  return (
    a.firstRow === b.firstRow && a.endRow === b.endRow && a.left === b.left && a.width === b.width
  );
}

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
  { left, width }: Sight,
): readonly [first: number, end: number] {
  const count = places.length - 1;
  let first = places.findIndex(
    (place, column) => column < count && (places[column + 1] ?? 0) > left,
  );
  if (first === -1) first = count;
  let end = first;
  while (end < count && (places[end] ?? 0) < left + width) end += 1;
  return [first, end];
}
