import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { CloseIcon } from "./icons.tsx";
import styles from "./dialog.module.css";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** At the window's upper edge, as for a list that grows and shrinks. */
  readonly isHigh?: boolean;
}

/**
 * A window over the page, which the browser itself keeps the focus in; it goes with Escape, and
 * gives the focus back to where it was.
 */
export function Dialog({ title, onClose, children, isHigh = false }: DialogProps) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown === null) return undefined;
    shown.showModal();
    // What one came for: the first field, or else the button that does no harm.
    const field = shown.querySelector<HTMLElement>("input, textarea");
    (field ?? shown.querySelector<HTMLElement>("form button"))?.focus();
    if (field instanceof HTMLInputElement) field.select();
    return () => shown.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles["dialog"]}
      data-high={isHigh || undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // A file chosen or dropped within is cancelled by itself.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // What stands behind has keys of its own.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className={styles["head"]}>
        <h2 id={titleId} className={styles["title"]}>
          <bdi>{title}</bdi>
        </h2>
        <button type="button" className={styles["close"]} aria-label="Close" onClick={onClose}>
          <CloseIcon size={14} />
        </button>
      </div>
      {children}
    </dialog>
  );
}
