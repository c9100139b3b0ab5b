import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleIds } from "./get-run-keys.ts";
import { RunStore } from "./testing/run-store.ts";

let runs: RunStore;

beforeAll(async () => {
  runs = await RunStore.open();
  await runs.add({ run_name: "a", metrics: { loss: [0] }, params: { lr: "1", same: "x" } });
  await runs.add({
    run_name: "b",
    tags: { "mlflow.user": "ada" },
    metrics: { loss: [NaN] },
    params: { lr: "2", same: "x" },
  });
});

afterAll(() => runs.close());

const read = (fields: Readonly<Record<string, unknown>> = {}) =>
  runs.reader.run(
    "getRunKeys",
    contract.getRunKeys.request.parse({ experiment_ids: ["0"], ...fields }),
  );

describe("getRunKeys", () => {
  it("tells which keys the runs found have, and which of them differ", async () => {
    expect(await read()).toMatchObject({
      run_count: 2,
      sampled_count: 2,
      metrics: [{ key: "loss", run_count: 2, differs: true }],
      params: [
        { key: "lr", run_count: 2, differs: true },
        { key: "same", run_count: 2, differs: false, value: "x" },
      ],
      attributes: [{ key: "user", run_count: 1, differs: false, value: "ada" }],
      tags: [
        { key: "mlflow.runName", run_count: 2, differs: true },
        { key: "mlflow.user", run_count: 1, differs: false },
      ],
    });
    const one = await read({ filter: "attributes.run_name = 'a'" });
    expect(one.params).toContainEqual({ key: "lr", run_count: 1, differs: false, value: "1" });
  });

  it("says so when it looks at some of the runs only", async () => {
    expect(await read({ max_runs: 1 })).toMatchObject({ run_count: 2, sampled_count: 1 });
    await expect(read({ max_runs: 0 })).rejects.toThrow("max_runs");
  });
});

describe("getMetricExtremes", () => {
  it("tells the smallest and largest finite value of each metric among the runs found", async () => {
    await runs.add({ run_name: "c", metrics: { loss: [5, 3], endless: [Infinity] } });
    const request = { experiment_ids: ["0"], metric_keys: ["loss", "endless", "missing"] };
    const checked = contract.getMetricExtremes.request.parse(request);
    const { metrics } = await runs.reader.run("getMetricExtremes", checked);
    expect(metrics).toEqual([{ min: 0, max: 3 }, null, null]);
  });
});

describe("sampleIds", () => {
  it("takes the first runs and an even choice of the others", () => {
    const sample = sampleIds(
      Float64Array.from({ length: 1000 }, (_, i) => i),
      40,
    );
    expect(sample).toHaveLength(40);
    expect(sample.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(sample.slice(10, 13)).toEqual([10, 43, 76]);
    expect(sample.at(-1)).toBeGreaterThan(950);
  });
});
