import { useCallback, useState } from "react";

export const ROW_HEIGHT = 30;
/**
 * Drawn above and below what is in sight, so that scrolling shows no gap. Links above the window's
 * upper edge would pass for links that skip to somewhere, so there are few.
 */
const ROWS_ABOVE = 3;
const ROWS_BELOW = 12;

/** Which rows of a long list are in sight; only these are drawn. */
export function useRowWindow(rowCount: number) {
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  const [seen, setSeen] = useState({ top: 0, height: 900 });
  const frameRef = useCallback((element: HTMLElement | null) => {
    setFrame(element);
    if (element === null) return undefined;
    const measure = () => {
      // By whole rows, so that scrolling within one draws nothing.
      const top = Math.floor(element.scrollTop / ROW_HEIGHT) * ROW_HEIGHT;
      const height = element.clientHeight;
      setSeen((last) => (last.top === top && last.height === height ? last : { top, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener("scroll", measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", measure);
    };
  }, []);
  const first = Math.max(0, Math.floor(seen.top / ROW_HEIGHT) - ROWS_ABOVE);
  const end = Math.min(rowCount, Math.ceil((seen.top + seen.height) / ROW_HEIGHT) + ROWS_BELOW);
  const scrollTo = useCallback(
    (index: number) => {
      if (frame === null) return;
      const top = index * ROW_HEIGHT;
      if (top < frame.scrollTop) frame.scrollTop = top;
      else if (top + ROW_HEIGHT > frame.scrollTop + frame.clientHeight) {
        frame.scrollTop = top + ROW_HEIGHT - frame.clientHeight;
      }
    },
    [frame],
  );
  return { frameRef, first: Math.min(first, end), end, scrollTo, isReady: frame !== null };
}
