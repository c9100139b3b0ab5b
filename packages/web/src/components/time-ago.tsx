import { formatExactTime, formatRelative } from "../format/time.ts";
import { useNow } from "./use-now.ts";

/** A moment as "5 min ago", with the exact time on hover. */
export function TimeAgo({ timeMs }: { readonly timeMs: number }) {
  const now = useNow(30_000);
  return <time title={formatExactTime(timeMs)}>{formatRelative(timeMs, now)}</time>;
}
