import type { Metric } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { toChartLine } from "./chart-line.ts";

const point = (step: number, value: Metric["value"], timestamp = step): Metric => ({
  key: "loss",
  value,
  timestamp,
  step,
});

test("draws by step, in order, whatever order the points came in", () => {
  expect(toChartLine([point(2, 0.2), point(0, 0.9), point(1, 0.5)])).toEqual({
    xs: [0, 1, 2],
    ys: [0.9, 0.5, 0.2],
    xUnit: "step",
    min: 0.2,
    max: 0.9,
    brokenCount: 0,
  });
});

test("draws by time when all points have the same step", () => {
  const line = toChartLine([point(0, 1, 5000), point(0, 2, 6500)]);
  expect(line.xUnit).toBe("seconds");
  expect(line.xs).toEqual([0, 1.5]);
});

test("leaves gaps for NaN and infinity, and counts them", () => {
  const line = toChartLine([point(0, 1), point(1, "NaN"), point(2, Number.MAX_VALUE)]);
  expect(line.ys).toEqual([1, null, null]);
  expect(line).toMatchObject({ min: 1, max: 1, brokenCount: 2 });
});
