import { expect, test } from "vitest";
import { nextX, panRange, zoomRange } from "./chart-keys.ts";
import type { ChartLine } from "./chart-line.ts";

const line = (xs: number[]): ChartLine => ({ id: "a", name: "a", color: "red", xs, ys: xs });
const lines = [line([0, 10, 20]), line([5, 20, 30])];

test("walks over the points of all lines, and stays at the last", () => {
  const walk = (from: number | undefined) => nextX(lines, undefined, from, 1);
  expect([undefined, 0, 5, 10, 20, 30].map(walk)).toEqual([0, 5, 10, 20, 30, 30]);
  expect(nextX(lines, undefined, 20, -1)).toBe(10);
  expect(nextX(lines, undefined, undefined, -1)).toBe(30);
});

test("walks within what is shown", () => {
  expect(nextX(lines, { min: 6, max: 25 }, undefined, 1)).toBe(10);
  expect(nextX(lines, { min: 6, max: 25 }, 20, 1)).toBe(20);
  expect(nextX([], undefined, undefined, 1)).toBeUndefined();
});

test("zooms around what is pointed at, and pans by a quarter", () => {
  expect(zoomRange(lines, undefined, false, 10, true)).toEqual({ min: 5, max: 20 });
  expect(zoomRange(lines, { min: 10, max: 20 }, false, undefined, false)).toEqual({
    min: 5,
    max: 25,
  });
  expect(zoomRange(lines, undefined, false, 10, false)).toBeUndefined();
  expect(panRange(lines, { min: 0, max: 8 }, false, 1)).toEqual({ min: 2, max: 10 });
  expect(panRange(lines, undefined, false, 1)).toBeUndefined();
});
