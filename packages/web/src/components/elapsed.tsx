import { formatDuration } from "../format/time.ts";
import { useNow } from "./use-now.ts";

interface ElapsedProps {
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  /** Counts up to now while there is no end. */
  readonly isRunning: boolean;
}

/** How long a run took, or takes so far. */
export function Elapsed({ startMs, endMs, isRunning }: ElapsedProps) {
  const isCounting = isRunning && endMs === undefined;
  const now = useNow(isCounting ? 1000 : undefined);
  const end = isCounting ? now : endMs;
  if (startMs === undefined || end === undefined) return <span>–</span>;
  const span = end - startMs;
  if (!isCounting) return <span>{formatDuration(span)}</span>;
  return <span>{span < 1000 ? "0 s" : formatDuration(Math.floor(span / 1000) * 1000)}</span>;
}
