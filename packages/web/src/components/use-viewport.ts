import { useCallback, useLayoutEffect, useState } from "react";

/** What of a scrolled frame is in sight, in whole steps, so that few scrolls draw anew. */
export interface Viewport {
  readonly firstRow: number;
  readonly endRow: number;
  readonly left: number;
  readonly width: number;
}

/** Rows are drawn in blocks, so that a scroll by a row or two draws none. */
const BLOCK = 8;
/** Columns in sight are told again after so many pixels. */
export const LEFT_STEP = 100;
const NOTHING: Viewport = { firstRow: 0, endRow: 0, left: 0, width: 0 };

function readViewport(frame: HTMLElement, rowHeight: number): Viewport {
  const { scrollTop, scrollLeft, clientHeight, clientWidth } = frame;
  const top = scrollTop / rowHeight;
  return {
    firstRow: Math.max(0, (Math.floor(top / BLOCK) - 1) * BLOCK),
    endRow: (Math.ceil((top + clientHeight / rowHeight) / BLOCK) + 1) * BLOCK,
    left: Math.floor(scrollLeft / LEFT_STEP) * LEFT_STEP,
    width: clientWidth,
  };
}

function isSame(a: Viewport, b: Viewport): boolean {
  return (
    a.firstRow === b.firstRow && a.endRow === b.endRow && a.left === b.left && a.width === b.width
  );
}

/** Follows what of a frame of rows is in sight; `setFrame` is the frame's ref. */
export function useViewport(rowHeight: number) {
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [viewport, setViewport] = useState(NOTHING);
  const look = useCallback(() => {
    if (frame === null) return;
    const next = readViewport(frame, rowHeight);
    setViewport((previous) => (isSame(previous, next) ? previous : next));
  }, [frame, rowHeight]);
  useLayoutEffect(() => {
    if (frame === null) return undefined;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [frame, look]);
  return { frame, setFrame, viewport, onScroll: look };
}
