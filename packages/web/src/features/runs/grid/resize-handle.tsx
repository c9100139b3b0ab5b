import { useRef } from "react";
import { clampWidth } from "../table/column-layout.ts";
import styles from "./runs-grid.module.css";

interface ResizeHandleProps {
  readonly id: string;
  readonly width: number;
  readonly onResize: (id: string, width: number) => void;
}

/** The edge of a column's title, which is dragged; its menu does the same by keyboard. */
export function ResizeHandle({ id, width, onResize }: ResizeHandleProps) {
  const start = useRef<{ readonly x: number; readonly width: number }>(undefined);
  return (
    <span
      aria-hidden="true"
      className={styles["handle"]}
      draggable
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => {
        if (start.current === undefined) return;
        onResize(id, clampWidth(start.current.width + event.clientX - start.current.x));
      }}
      onPointerUp={() => (start.current = undefined)}
      onPointerCancel={() => (start.current = undefined)}
    />
  );
}
