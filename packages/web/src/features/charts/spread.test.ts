import { expect, test } from "vitest";
import { spreadOf } from "./spread.ts";

test("lies a standard deviation around the mean, or from the smallest to the largest", () => {
  expect(spreadOf([1, 3], "deviation")).toEqual({
    mean: 2,
    low: 2 - Math.SQRT2,
    high: 2 + Math.SQRT2,
  });
  expect(spreadOf([5, 1, 3], "extremes")).toEqual({ mean: 3, low: 1, high: 5 });
  expect(spreadOf([4], "deviation")).toEqual({ mean: 4, low: 4, high: 4 });
  expect(spreadOf([], "extremes")).toEqual({ mean: NaN, low: NaN, high: NaN });
});
