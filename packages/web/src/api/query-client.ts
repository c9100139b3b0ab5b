import { MlflowError } from "@mlflow-ts/sdk/client";
import { QueryClient } from "@tanstack/react-query";
import { liveStream } from "./live-stream.ts";

/** The server's own refusals stay refusals when asked again; a lost connection may come back. */
export function isPassing(error: unknown): boolean {
  return error instanceof MlflowError && (error.status === 0 || error.status >= 500);
}

/** While the server tells of changes, asking again is only for what it could have failed to tell. */
const LIVE_POLL_MS = 60_000;

/** How long until an open view asks again: never after a refusal, which only a change can mend. */
export function pollEvery(intervalMs: number) {
  return (query: { state: { status: string; error: unknown } }): number | false => {
    if (query.state.status === "error" && !isPassing(query.state.error)) return false;
    return liveStream.isOpen && query.state.status !== "error"
      ? Math.max(intervalMs, LIVE_POLL_MS)
      : intervalMs;
  };
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 1 && isPassing(error),
      retryDelay: 500,
      staleTime: 1000,
    },
  },
});
