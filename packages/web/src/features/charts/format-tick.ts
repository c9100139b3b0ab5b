import { formatShort } from "../../format/metric-value.ts";
import { formatDuration } from "../../format/time.ts";
import type { XAxis } from "./chart-search.ts";

const timeFormat = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** A position as it stands at an axis. */
export function formatTick(axis: XAxis, x: number): string {
  if (axis.kind === "relative") return formatDuration(x);
  return axis.kind === "time" ? timeFormat.format(x) : formatShort(x);
}
