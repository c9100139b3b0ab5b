import { expect, test } from "vitest";
import { latestMetrics } from "./latest-metrics.ts";

test("takes each metric at its last step, and the later of two at the same", () => {
  const at = (key: string, value: number, step: number, timestamp: number) => ({
    key,
    value,
    step,
    timestamp,
  });
  const metrics = [
    at("loss", 0.1, 3, 30),
    at("loss", 0.9, 1, 99),
    at("accuracy", 0.5, 0, 10),
    at("accuracy", 0.7, 0, 20),
  ];
  expect(latestMetrics(metrics)).toEqual([at("accuracy", 0.7, 0, 20), at("loss", 0.1, 3, 30)]);
  expect(latestMetrics([])).toEqual([]);
});
