import { type KeyboardEvent, type PointerEvent, useState } from "react";
import styles from "./split-divider.module.css";

interface SplitDividerProps {
  readonly label: string;
  /** The part of the first side, in percent. */
  readonly part: number;
  readonly onPart: (part: number) => void;
  /** The element that is divided, whose width makes the whole. */
  readonly whole: React.RefObject<HTMLElement | null>;
}

const LEAST = 15;
const MOST = 85;
const STEP = 2;
export const USUAL_PART = 40;

export function clampPart(part: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, part)) * 10) / 10;
}

/** What is dragged between two sides; arrow keys move it, Enter or two clicks put it back. */
export function SplitDivider({ label, part, onPart, whole }: SplitDividerProps) {
  const [isDragged, setIsDragged] = useState(false);
  const drag = (event: PointerEvent) => {
    const { left = 0, width = 0 } = whole.current?.getBoundingClientRect() ?? {};
    if (width > 0) onPart(clampPart(((event.clientX - left) / width) * 100));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const parts: Readonly<Record<string, number>> = {
      ArrowLeft: part - STEP,
      ArrowRight: part + STEP,
      PageUp: part - 5 * STEP,
      PageDown: part + 5 * STEP,
      Home: LEAST,
      End: MOST,
      Enter: USUAL_PART,
    };
    const next = parts[event.key];
    if (next === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    onPart(clampPart(next));
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={Math.round(part)}
      aria-valuetext={`${Math.round(part)} percent`}
      title="Drag, or use the arrow keys; Enter puts it back"
      className={styles["divider"]}
      data-dragged={isDragged || undefined}
      onKeyDown={onKeyDown}
      onDoubleClick={() => onPart(USUAL_PART)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setIsDragged(true);
      }}
      onPointerMove={(event) => {
        if (isDragged) drag(event);
      }}
      onPointerUp={() => setIsDragged(false)}
      onPointerCancel={() => setIsDragged(false)}
    />
  );
}
