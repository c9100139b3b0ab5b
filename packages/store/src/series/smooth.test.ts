import { expect, test } from "vitest";
import { smooth } from "./smooth.ts";

test("keeps a constant what it is, from the first point on", () => {
  for (const y of smooth(Float64Array.from([3, 3, 3, 3]), 0.9)) expect(y).toBeCloseTo(3);
});

test("weighs each point less than the one after it", () => {
  const [first, second] = smooth(Float64Array.from([0, 1]), 0.5);
  expect(first).toBe(0);
  // Weights 0.25 and 0.5.
  expect(second).toBeCloseTo(2 / 3);
});

test("passes over what is no number and goes on behind it", () => {
  const smoothed = smooth(Float64Array.from([2, NaN, Number.MAX_VALUE, 2]), 0.6);
  expect([...smoothed]).toEqual([2, NaN, NaN, 2]);
});
