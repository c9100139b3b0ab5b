const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span in its two largest units, such as "3 min 4 s"; seconds have a decimal below ten. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${Math.floor(ms / 100) / 10} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return twoUnits(ms, MINUTE, "min", SECOND, "s");
  if (ms < DAY) return twoUnits(ms, HOUR, "h", MINUTE, "min");
  return twoUnits(ms, DAY, "d", HOUR, "h");
}

function twoUnits(ms: number, large: number, largeName: string, small: number, smallName: string) {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)} ${largeName}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const exactFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

/** How long ago, down to minutes; past a month the day itself. */
export function formatRelative(timeMs: number, nowMs: number): string {
  const ago = nowMs - timeMs;
  // Clocks of two machines differ a little; a run from the near future has just begun.
  if (ago < -MINUTE) return formatDay(timeMs);
  if (ago < MINUTE) return "just now";
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)} h ago`;
  if (ago < 2 * DAY) return "yesterday";
  if (ago < 30 * DAY) return `${Math.floor(ago / DAY)} days ago`;
  return formatDay(timeMs);
}

/** How long ago in the fewest characters, for a narrow column: "now", "5m", "3h", "2d", "7w", "2y". */
export function formatAge(timeMs: number, nowMs: number): string {
  const ago = Math.max(0, nowMs - timeMs);
  if (ago < MINUTE) return "now";
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)}m`;
  if (ago < DAY) return `${Math.floor(ago / HOUR)}h`;
  if (ago < 14 * DAY) return `${Math.floor(ago / DAY)}d`;
  if (ago < 365 * DAY) return `${Math.floor(ago / (7 * DAY))}w`;
  return `${Math.floor(ago / (365 * DAY))}y`;
}

function formatDay(timeMs: number): string {
  return isShowable(timeMs) ? dayFormat.format(timeMs) : String(timeMs);
}

export function formatExactTime(timeMs: number): string {
  return isShowable(timeMs) ? exactFormat.format(timeMs) : String(timeMs);
}

/** Clients may send any 64-bit number; a Date holds less. */
function isShowable(timeMs: number): boolean {
  return Math.abs(timeMs) <= 8.64e15;
}
