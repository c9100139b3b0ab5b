import { Suspense, useSyncExternalStore, type ReactNode } from "react";

let current: ReactNode = null;
const listeners = new Set<() => void>();

function set(dialog: ReactNode): void {
  current = dialog;
  for (const listener of listeners) listener();
}

/**
 * Shows a dialog over whatever page is open, from wherever it is asked for: a menu that closes, a
 * row that scrolls away, a command. There is one at a time.
 *
 * @example
 * showDialog(<RenameRun run={run} />); // closes itself with closeDialog()
 */
export function showDialog(dialog: ReactNode): void {
  set(dialog);
}

export function closeDialog(): void {
  set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where dialogs stand; once, in the frame of every page. */
export function DialogHost() {
  const dialog = useSyncExternalStore(subscribe, () => current);
  // A dialog's code comes when it is first asked for.
  return <Suspense fallback={null}>{dialog}</Suspense>;
}
