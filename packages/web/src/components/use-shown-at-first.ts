import { type RefObject, useEffect, useRef } from "react";

const SETTLED_AFTER_MS = 3000;
const ENDS = ["wheel", "touchstart", "pointerdown", "keydown"] as const;

/**
 * Brings the element of `place` into sight when the page opens with `isNamed`, and keeps it there
 * while the parts above it load, until the reader does something.
 */
export function useShownAtFirst(place: RefObject<HTMLElement | null>, isNamed: boolean): void {
  const isNamedAtFirst = useRef(isNamed);
  useEffect(() => {
    const element = place.current;
    const page = element?.closest("main") ?? element?.parentElement;
    if (!isNamedAtFirst.current || !element || !page) return;
    const show = () => element.scrollIntoView({ block: "start" });
    const observer = new ResizeObserver(show);
    const end = () => {
      observer.disconnect();
      clearTimeout(timer);
      for (const event of ENDS) removeEventListener(event, end);
    };
    const timer = setTimeout(end, SETTLED_AFTER_MS);
    for (const child of [page, ...page.children]) observer.observe(child);
    for (const event of ENDS) addEventListener(event, end, { passive: true });
    show();
    return end;
  }, [place]);
}
