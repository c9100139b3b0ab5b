import { useEffect, useRef, useState, type ReactNode } from "react";
import styles from "./data-table.module.css";

interface TableFrameProps {
  /** The table's name. */
  readonly name: string;
  readonly children: ReactNode;
}

/** The border of a small table. Where it is too narrow the table scrolls in it, also by keyboard. */
export function TableFrame({ name, children }: TableFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [isScrolled, setIsScrolled] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const look = () => setIsScrolled(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    // What is in it grows without it.
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={frame}
      className={styles["frame"]}
      {...(isScrolled && { role: "group", tabIndex: 0, "aria-label": `${name}, scrolls sideways` })}
    >
      {children}
    </div>
  );
}
