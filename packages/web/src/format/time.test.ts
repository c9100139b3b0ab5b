import { expect, test } from "vitest";
import { formatAge, formatDuration, formatExactTime, formatRelative } from "./time.ts";

test.each([
  [0, "0 ms"],
  [-5, "0 ms"],
  [999, "999 ms"],
  [1000, "1 s"],
  [9_990, "9.9 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [184_000, "3 min 4 s"],
  [3_600_000, "1 h"],
  [7_500_000, "2 h 5 min"],
  [26 * 3_600_000, "1 d 2 h"],
])("says %i ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

const now = Date.UTC(2026, 10, 23, 12);

test.each([
  [0, "just now"],
  [-30_000, "just now"],
  [59_000, "just now"],
  [61_000, "1 min ago"],
  [3 * 3_600_000, "3 h ago"],
  [25 * 3_600_000, "yesterday"],
  [5 * 86_400_000, "5 days ago"],
  [60 * 86_400_000, "24 Sept 2026"],
])("says a moment %i ms back as %s", (ago, text) => {
  expect(formatRelative(now - ago, now)).toBe(text);
});

test("survives times that no calendar holds", () => {
  expect(formatExactTime(9.2e18)).toBe("9200000000000000000");
  expect(formatRelative(-9.2e18, now)).toBe("-9200000000000000000");
});

test.each([
  [-5000, "now"],
  [59_000, "now"],
  [5 * 60_000, "5m"],
  [3 * 3_600_000, "3h"],
  [13 * 86_400_000, "13d"],
  [14 * 86_400_000, "2w"],
  [800 * 86_400_000, "2y"],
])("says an age of %i ms in few characters, as %s", (ago, text) => {
  expect(formatAge(0, ago)).toBe(text);
});
