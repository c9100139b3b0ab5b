import { useCallback, useLayoutEffect, useState } from "react";

/** What of a scrolled frame is in sight, in whole steps, so that few scrolls draw anew. */
export interface Viewport {
  readonly firstRow: number;
  readonly endRow: number;
  readonly left: number;
  readonly width: number;
}

export const ROW_HEIGHT = 32;
/** Rows are drawn in blocks, so that a scroll by a row or two draws none. */
const BLOCK = 8;
const LEFT_STEP = 100;
const NOTHING: Viewport = { firstRow: 0, endRow: 0, left: 0, width: 0 };

function readViewport(frame: HTMLElement): Viewport {
  const { scrollTop, scrollLeft, clientHeight, clientWidth } = frame;
  const top = scrollTop / ROW_HEIGHT;
  return {
    firstRow: Math.max(0, (Math.floor(top / BLOCK) - 1) * BLOCK),
    endRow: (Math.ceil((top + clientHeight / ROW_HEIGHT) / BLOCK) + 1) * BLOCK,
    left: Math.floor(scrollLeft / LEFT_STEP) * LEFT_STEP,
    width: clientWidth,
  };
}

function isSame(a: Viewport, b: Viewport): boolean {
  return (
    a.firstRow === b.firstRow && a.endRow === b.endRow && a.left === b.left && a.width === b.width
  );
}

/** Follows what of a frame is in sight; `setFrame` is the frame's ref. */
export function useViewport() {
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [viewport, setViewport] = useState(NOTHING);
  const look = useCallback(() => {
    if (frame === null) return;
    const next = readViewport(frame);
    setViewport((previous) => (isSame(previous, next) ? previous : next));
  }, [frame]);
  useLayoutEffect(() => {
    if (frame === null) return undefined;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [frame, look]);
  return { frame, setFrame, viewport, onScroll: look };
}
