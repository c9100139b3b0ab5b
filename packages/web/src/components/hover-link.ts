import { useSyncExternalStore } from "react";

/**
 * What of the page is pointed at: a run or a group, in the table or as a line. Told outside of
 * React's state, so that a pointer that moves draws one row and the lines anew, and nothing else.
 */
class HoverLink {
  readonly #listeners = new Set<() => void>();
  #current: string | undefined;

  get current(): string | undefined {
    return this.#current;
  }

  point(ownerId: string | undefined): void {
    if (ownerId === this.#current) return;
    this.#current = ownerId;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back with each change until the answer is called. */
  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The one of this page. */
export const hoverLink = new HoverLink();

/** Whether this is what is pointed at. */
export function useIsPointed(ownerId: string | undefined): boolean {
  return useSyncExternalStore(
    hoverLink.listen,
    () => ownerId !== undefined && hoverLink.current === ownerId,
  );
}
