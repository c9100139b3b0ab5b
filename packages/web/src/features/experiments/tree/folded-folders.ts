import { useCallback, useSyncExternalStore } from "react";

const KEY = "mlflow-ts.folded-folders";
/** Folders of experiments long gone need no memory. */
const MAX_KEPT = 1000;

const listeners = new Set<() => void>();
let folded: ReadonlySet<string> = read();

function read(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((path) => typeof path === "string") : []);
  } catch {
    // Storage that is forbidden or holds something else: all folders are open.
    return new Set();
  }
}

function set(next: ReadonlySet<string>): void {
  folded = next;
  try {
    localStorage.setItem(KEY, JSON.stringify([...next].slice(-MAX_KEPT)));
  } catch {
    // They stay folded until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The folders that a person folded, which the browser keeps, and how to fold and unfold some. */
export function useFoldedFolders() {
  const paths = useSyncExternalStore(subscribe, () => folded);
  const setFolded = useCallback((changed: readonly string[], isFolded: boolean) => {
    const next = new Set(folded);
    for (const path of changed) {
      if (isFolded) next.add(path);
      else next.delete(path);
    }
    if (next.size !== folded.size) set(next);
  }, []);
  return { folded: paths, setFolded };
}
