import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getExperimentActivity } from "./experiment-activity.ts";
import { RunStore } from "./testing/run-store.ts";

let runs: RunStore;

beforeAll(async () => {
  runs = await RunStore.open();
  // Large values that are close: the naive formula for their spread would lose every digit.
  const base = 1e9;
  await runs.add({ run_name: "a", params: { opt: "Adam" }, metrics: { loss: [base + 1] } });
  await runs.add({ run_name: "b", params: { opt: "Adam" }, metrics: { loss: [base + 2] } });
  await runs.add({ run_name: "c", params: { opt: "Adam" }, metrics: { loss: [NaN] } });
  await runs.add({ run_name: "d", params: { opt: "sgd" }, metrics: { loss: [base + 3] } });
  await runs.add({ run_name: "e", start_time: 7 });
});

afterAll(() => runs.close());

const group = (fields: Readonly<Record<string, unknown>>) =>
  runs.reader.run(
    "groupRuns",
    contract.groupRuns.request.parse({ experiment_ids: ["0"], ...fields }),
  );

describe("groupRuns", () => {
  it("counts the runs of each value and tells a metric's mean and spread", async () => {
    const { groups, group_count } = await group({ by: "PARAM", key: "opt", metric_keys: ["loss"] });
    expect(group_count).toBe(3);
    expect(groups.map(({ value, run_count }) => [value, run_count])).toEqual([
      ["Adam", 3],
      [undefined, 1],
      ["sgd", 1],
    ]);
    expect(groups[0]?.metrics[0]).toMatchObject({
      run_count: 2,
      mean: 1e9 + 1.5,
      min: 1e9 + 1,
      max: 1e9 + 2,
    });
    expect(groups[0]?.metrics[0]?.standard_deviation).toBeCloseTo(Math.SQRT1_2, 6);
    expect(groups[1]?.metrics[0]).toBeNull();
    expect(groups[2]?.metrics[0]?.standard_deviation).toBe(0);
  });

  it("groups by tag, dataset and status", async () => {
    expect((await group({ by: "TAG", key: "mlflow.runName" })).group_count).toBe(5);
    expect((await group({ by: "DATASET" })).groups).toEqual([{ run_count: 5, metrics: [] }]);
    expect((await group({ by: "STATUS" })).groups[0]).toMatchObject({ value: "RUNNING" });
  });

  it("finds the values that hold a text, for completing a filter", async () => {
    const { groups } = await group({ by: "PARAM", key: "opt", contains: "aD" });
    expect(groups.map(({ value }) => value)).toEqual(["Adam"]);
  });

  it("refuses to group by a param that is not named", async () => {
    await expect(group({ by: "PARAM" })).rejects.toThrow("'key'");
  });
});

describe("getExperimentActivity", () => {
  it("counts the runs of an experiment and tells when it last changed", async () => {
    const { experiments } = await getExperimentActivity(runs.reader.queries);
    expect(experiments).toMatchObject([{ experiment_id: "0", run_count: 5, running_count: 5 }]);
    expect(experiments[0]?.last_activity_time).toBeGreaterThan(1e12);
  });
});
