import type { Metric, MetricSummary } from "@mlflow-ts/contract";
import { expect, test } from "vitest";
import { describeBroken, describeLastStep } from "./describe-end.ts";

const at = (key: string, step: number | bigint): Metric => ({ key, step, timestamp: 0, value: 1 });

test("names the last step and the metrics that reached it, but for those of the machine", () => {
  const metrics = [at("loss", 7), at("accuracy", 7), at("lr", 3), at("system/cpu", 90)];
  expect(describeLastStep(metrics)).toBe("The last step logged was 7, of accuracy and loss");
  expect(describeLastStep([at("system/cpu", 90)])).toBe(
    "The last step logged was 90, of system/cpu",
  );
  expect(describeLastStep([])).toBeUndefined();
  const many = ["a", "b", "c", "d", "e"].map((key) => at(key, 2n ** 60n));
  expect(describeLastStep(many)).toBe(
    "The last step logged was 1152921504606846976, of a, b, c and 2 more",
  );
});

test("says where NaN and infinity began, the earliest first", () => {
  const broken = (key: string, value: number | "NaN", step: number): MetricSummary => ({
    key,
    count: 9,
    broken_count: 1,
    first_broken: { value, step, timestamp: 0 },
  });
  const fine: MetricSummary = { key: "fine", count: 9, broken_count: 0 };
  expect(
    describeBroken([
      broken("val_loss", "NaN", 12),
      fine,
      broken("loss", "NaN", 12),
      broken("norm", Number.MAX_VALUE, 11),
      broken("down", -Number.MAX_VALUE, 12),
    ]),
  ).toEqual([
    "Infinity began at step 11, in norm",
    "NaN began at step 12, in loss and val_loss",
    "−Infinity began at step 12, in down",
  ]);
});
