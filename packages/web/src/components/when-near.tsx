import { type ReactNode, useEffect, useRef, useState } from "react";

interface WhenNearProps {
  /** In pixels; a placeholder has it too. */
  readonly height: number;
  readonly className?: string | undefined;
  readonly style?: React.CSSProperties;
  readonly children: () => ReactNode;
}

const MARGIN = "500px";
const listeners = new WeakMap<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | undefined;

/** One observer for all: thousands of places may wait. */
function observe(element: Element, listener: (isNear: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    { rootMargin: MARGIN, scrollMargin: MARGIN },
  );
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    listeners.delete(element);
    observer?.unobserve(element);
  };
}

/** Holds a place, and has content only while that is in sight or close to it. */
export function WhenNear({ height, className, style, children }: WhenNearProps) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => (place.current === null ? undefined : observe(place.current, setIsNear)), []);
  return (
    <div ref={place} className={className} style={{ ...style, height }}>
      {isNear && children()}
    </div>
  );
}
