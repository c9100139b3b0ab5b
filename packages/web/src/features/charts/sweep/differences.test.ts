import { expect, test } from "vitest";
import { compareRuns } from "./differences.ts";
import type { SweepRun } from "./sweep-runs.ts";

const run = (params: Record<string, string>, loss: number): SweepRun => ({
  experimentId: "1",
  runId: "a",
  name: "a",
  color: "red",
  params: new Map(Object.entries(params)),
  metrics: new Map([["loss", loss]]),
});

test("marks what differs, also where a run lacks it", () => {
  const rows = compareRuns([run({ lr: "1", seed: "7" }, 0), run({ seed: "7" }, 0)], "params");
  expect(rows).toEqual([
    { key: "lr", values: ["1", undefined], isDiffering: true },
    { key: "seed", values: ["7", "7"], isDiffering: false },
  ]);
});

test("finds no difference between one NaN and another", () => {
  const [loss] = compareRuns([run({}, NaN), run({}, NaN)], "metrics");
  expect(loss?.isDiffering).toBe(false);
});
