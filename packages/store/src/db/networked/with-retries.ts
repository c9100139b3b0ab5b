import { setTimeout as sleep } from "node:timers/promises";
import type { ErrorKinds } from "./errors.ts";

const MAX_CONFLICTS = 10;
const MAX_DISCONNECTIONS = 3;
const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 200;

/**
 * Does work again that another transaction was in the way of, or whose connection was cut, while
 * `mayRepeat` says that nothing of it can have been kept.
 */
export async function withRetries<Result>(
  { isConflict, duplicateOf, isDisconnection }: ErrorKinds,
  work: () => Promise<Result>,
  mayRepeat: (error: unknown) => boolean = () => true,
): Promise<Result> {
  let lastDuplicate: string | undefined;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const duplicate = duplicateOf?.(error);
      if (duplicate !== undefined && duplicate === lastDuplicate) throw error;
      lastDuplicate = duplicate;
      const most = isConflict(error)
        ? MAX_CONFLICTS
        : isDisconnection(error)
          ? MAX_DISCONNECTIONS
          : 0;
      if (tries > most || !mayRepeat(error)) throw error;
      // By chance, or those that met once would meet again.
      await sleep(Math.random() * Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries));
    }
  }
}
