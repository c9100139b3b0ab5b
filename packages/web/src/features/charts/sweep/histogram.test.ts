import { expect, test } from "vitest";
import { countValues } from "./histogram.ts";

test("counts texts, the most frequent first", () => {
  expect(countValues(["sgd", "adam", "adam"])).toEqual([
    { label: "adam", count: 2 },
    { label: "sgd", count: 1 },
  ]);
});

test("keeps few numbers apart, in their order", () => {
  expect(countValues(["10", "2", "10"])).toEqual([
    { label: "2", count: 1 },
    { label: "10", count: 2 },
  ]);
});

test("puts many numbers into equal bins that hold them all", () => {
  const bins = countValues(Array.from({ length: 100 }, (_, index) => String(index / 10)));
  expect(bins).toHaveLength(8);
  expect(bins[0]?.label).toBe("0 – 1.24");
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  expect(Math.max(...bins.map(({ count }) => count))).toBe(13);
});
