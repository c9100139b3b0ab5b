import type { Attempt } from "./retrying-client.ts";

/** A machine that does other things at once makes single requests this slow at any time. */
const ALWAYS_NORMAL_MS = 300;
const TIMES_NORMAL = 3;

/** The time that 99 of 100 of the answers took which were asked for between two moments. */
export function findP99(attempts: readonly Attempt[], from: number, to: number): number {
  const times = attempts
    .filter(({ beganAt, status }) => beganAt >= from && beganAt < to && status === 200)
    .map(({ ms }) => ms)
    .toSorted((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] ?? Infinity;
}

export function isNormal(p99: number, calmP99: number): boolean {
  return p99 <= Math.max(ALWAYS_NORMAL_MS, TIMES_NORMAL * calmP99);
}

/** What no client may be answered: anything but success, and 503 that says when to try again. */
export function findBadAnswers(attempts: readonly Attempt[]): string[] {
  return attempts
    .filter(
      ({ status, retryAfter }) =>
        status !== undefined && status !== 200 && !(status === 503 && Number(retryAfter) > 0),
    )
    .map(({ path, status }) => `${path} was answered ${status}`);
}
