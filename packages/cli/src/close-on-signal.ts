import { fail } from "./fail.ts";

/** Past this a request that still runs is cut, so that a supervisor needs no kill -9. */
const END_WITHIN_MS = 4800;

/**
 * On SIGTERM, SIGINT or SIGHUP: finishes the requests in flight, then exits with 0.
 *
 * A second signal changes nothing: Ctrl+C below `npm start` arrives more than once.
 */
export function closeOnSignal(server: { close(): Promise<void> }): void {
  let isClosing = false;
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    setTimeout(() => process.exit(0), END_WITHIN_MS).unref();
    server.close().then(() => process.exit(0), fail);
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, close);
}
