import { expect, test } from "vitest";
import { type ChartLine, nearestIndex, padRange, rangeOfXs, rangeOfYs } from "./chart-line.ts";

const line = (xs: number[], ys: number[]): ChartLine => ({
  id: "a",
  name: "a",
  color: "red",
  xs,
  ys,
});

test("finds the position nearest to the pointer", () => {
  const xs = [0, 10, 20];
  expect([-5, 4, 5, 6, 99].map((x) => nearestIndex(xs, x))).toEqual([0, 0, 0, 1, 2]);
  expect(nearestIndex([], 1)).toBe(-1);
});

test("spans all lines, and the values between two positions only", () => {
  const lines = [line([0, 1, 2], [5, 1, 9]), line([2, 3], [-4, NaN])];
  expect(rangeOfXs(lines, false)).toEqual({ min: 0, max: 3 });
  expect(rangeOfYs(lines, { min: 0, max: 3 }, false)).toEqual({ min: -4, max: 9 });
  expect(rangeOfYs(lines, { min: 0, max: 1 }, false)).toEqual({ min: 1, max: 5 });
  expect(rangeOfYs(lines, { min: 3, max: 3 }, false)).toBeUndefined();
});

test("leaves out of a logarithmic scale what it can't show", () => {
  const lines = [line([-1, 0, 4], [0, -3, 7])];
  expect(rangeOfXs(lines, true)).toEqual({ min: 4, max: 4 });
  expect(rangeOfYs(lines, { min: 0, max: 4 }, true)).toEqual({ min: 7, max: 7 });
});

test("leaves room around, on either scale", () => {
  expect(padRange({ min: 3, max: 3 }, false)).toEqual({ min: 2.7, max: 3.3 });
  expect(padRange({ min: 0, max: 0 }, false)).toEqual({ min: -1, max: 1 });
  expect(padRange({ min: 2, max: 2 }, true)).toEqual({ min: 1, max: 4 });
});
