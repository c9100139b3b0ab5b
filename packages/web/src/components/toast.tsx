import { useEffect, useState, useSyncExternalStore } from "react";
import { cutText } from "../format/cut-text.ts";
import { describeError } from "../format/describe-error.ts";
import { CloseIcon } from "./icons.tsx";
import styles from "./toast.module.css";

/** What was done, and how it is undone. */
export interface Toast {
  readonly text: string;
  readonly undo?: () => Promise<unknown>;
}

interface ShownToast extends Toast {
  readonly id: number;
}

/** Long enough to read it and reach it by keyboard. */
const SHOWN_MS = 20_000;
let toasts: readonly ShownToast[] = [];
let nextId = 0;
const listeners = new Set<() => void>();

function set(next: readonly ShownToast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Tells at the window's lower edge what was done, with a way back where there is one. */
export function showToast(toast: Toast): void {
  nextId++;
  set([...toasts.slice(-2), { ...toast, id: nextId }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where toasts stand; once, in the frame of every page. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div className={styles["toasts"]} role="status" aria-label="What was done">
      {shown.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastLine({ toast }: { readonly toast: ShownToast }) {
  const [isHeld, setIsHeld] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const close = () => set(toasts.filter(({ id }) => id !== toast.id));
  useEffect(() => {
    if (isHeld || isBusy || failure !== undefined) return undefined;
    const timer = setTimeout(() => set(toasts.filter(({ id }) => id !== toast.id)), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [toast.id, isHeld, isBusy, failure]);
  const { undo } = toast;
  const runUndo = async () => {
    if (undo === undefined) return;
    setIsBusy(true);
    try {
      await undo();
      close();
    } catch (error) {
      setFailure(cutText(describeError(error), 200));
    }
    setIsBusy(false);
  };
  return (
    <div
      className={styles["toast"]}
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <span className={styles["text"]}>
        <bdi>{toast.text}</bdi>
        {failure !== undefined && (
          <span role="alert" className={styles["failure"]}>
            {failure}
          </span>
        )}
      </span>
      {undo !== undefined && (
        <button type="button" className={styles["undo"]} disabled={isBusy} onClick={runUndo}>
          Undo
        </button>
      )}
      <button type="button" className={styles["close"]} aria-label="Close message" onClick={close}>
        <CloseIcon size={12} />
      </button>
    </div>
  );
}
