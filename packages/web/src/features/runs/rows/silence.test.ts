import { expect, test } from "vitest";
import { silentFor } from "./silence.ts";

const MINUTE = 60_000;
const run = {
  status: "RUNNING",
  start_time: 0,
  last_metric_time: 10 * MINUTE,
  metric_interval_ms: 1000,
} as const;

test("tells how long a run has been silent that used to log each second", () => {
  expect(silentFor(run, 11 * MINUTE)).toBeUndefined();
  expect(silentFor(run, 22 * MINUTE)).toBe(12 * MINUTE);
});

test("waits for a run that logs every hour", () => {
  const slow = { ...run, metric_interval_ms: 60 * MINUTE };
  expect(silentFor(slow, 200 * MINUTE)).toBeUndefined();
  expect(silentFor(slow, 400 * MINUTE)).toBe(390 * MINUTE);
});

test("waits half an hour for a first metric", () => {
  const fresh = { status: "RUNNING", start_time: 0 } as const;
  expect(silentFor(fresh, 20 * MINUTE)).toBeUndefined();
  expect(silentFor(fresh, 31 * MINUTE)).toBe(31 * MINUTE);
});

test("says nothing of a run that has ended", () => {
  expect(silentFor({ ...run, status: "FINISHED" }, 999 * MINUTE)).toBeUndefined();
});
