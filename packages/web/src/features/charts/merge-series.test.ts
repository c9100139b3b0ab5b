import type { MetricSeries } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { append } from "./merge-series.ts";

const series = (x: number[], count: number, isSampled = false): MetricSeries => ({
  run_id: "a",
  metric_key: "loss",
  count,
  count_in_range: x.length,
  is_sampled: isSampled,
  x,
  y: x.map((step) => step * 10),
  broken_count: 0,
});

test("appends the points beyond the last one", () => {
  const joined = append(series([0, 1, 2], 3), series([1, 2, 3, 4], 5));
  expect(joined).toMatchObject({ x: [0, 1, 2, 3, 4], y: [0, 10, 20, 30, 40], count: 5 });
  expect(append(series([0, 1], 2), series([0, 1], 2))?.x).toEqual([0, 1]);
});

test("takes a metric's first points as they are", () => {
  expect(append(undefined, series([5], 1))?.x).toEqual([5]);
});

test("gives up where points are missing: earlier ones came, or there are too many", () => {
  expect(append(series([0, 2], 2), series([2], 3))).toBeUndefined();
  expect(append(series([0, 1], 2), series([1, 9], 5000, true))).toBeUndefined();
});
