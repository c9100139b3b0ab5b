import { contract, type MetricInput, parseJson, type Run } from "@mlflow-ts/contract";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "../runs/create-run.ts";
import { getRun } from "../runs/get-run.ts";
import { logBatch } from "../runs/log-batch.ts";
import type { Store } from "../store.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { logMetric } from "./log-metric.ts";
import { toStoredValue } from "./rules.ts";

let opened: TestStore;
let store: Store;

const newRun = (): Promise<Run> =>
  createRun(store, contract.createRun.request.parse({ experiment_id: "0" }));
const batch = (run_id: string, metrics: MetricInput[]) =>
  logBatch(store, { run_id, metrics, params: [], tags: [], run_uuid: undefined });

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
});

afterAll(() => opened.remove());

const point = fc.record({
  key: fc.constantFrom("loss", "accuracy"),
  value: fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, 0, -1), fc.double()),
  timestamp: fc.integer({ min: 0, max: 3 }),
  step: fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constant(2n ** 60n)),
});

/** MLflow's rule, said another way: sort by step, timestamp and stored value, take the last. */
function latestOf(points: MetricInput[], key: string): MetricInput | undefined {
  return points
    .filter((p) => p.key === key)
    .toSorted((a, b) => {
      const steps = BigInt(a.step ?? 0) - BigInt(b.step ?? 0);
      if (steps !== 0n) return steps < 0n ? -1 : 1;
      if (a.timestamp !== b.timestamp) return Number(a.timestamp) - Number(b.timestamp);
      return toStoredValue(a.value).value - toStoredValue(b.value).value;
    })
    .at(-1);
}

describe("writeMetrics", () => {
  it("keeps the latest value by step, timestamp and value, however points are split", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(point, { maxLength: 6 }), { maxLength: 4 }),
        async (lots) => {
          const { info } = await newRun();
          const inputs = lots.map((lot) =>
            lot.map((p) => ({
              ...p,
              model_id: undefined,
              dataset_name: undefined,
              dataset_digest: undefined,
              run_id: undefined,
            })),
          );
          for (const lot of inputs) await batch(info.run_id, lot);
          const { data } = await getRun(store, info.run_id);
          for (const key of ["loss", "accuracy"]) {
            const expected = latestOf(inputs.flat(), key);
            const actual = data.metrics?.find((metric) => metric.key === key);
            expect(actual?.step).toEqual(expected?.step);
            expect(actual?.timestamp).toEqual(expected?.timestamp);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps a point that is logged twice once", async () => {
    const { info } = await newRun();
    const metric = contract.logMetric.request.parse({
      run_id: info.run_id,
      key: "loss",
      value: 0.5,
      timestamp: 1,
      step: "9007199254740993",
    });
    await logMetric(store, metric);
    await logMetric(store, metric);
    const request = contract.getMetricHistory.request.parse({
      run_id: info.run_id,
      metric_key: "loss",
    });
    const { bytes } = await store.reader.run("getMetricHistory", request);
    const answer: unknown = parseJson(new TextDecoder().decode(bytes));
    const { metrics } = contract.getMetricHistory.response.parse(answer);
    expect(metrics).toEqual([{ key: "loss", value: 0.5, timestamp: 1, step: 9007199254740993n }]);
  });

  it("keeps what is new of a batch whose other points are there, and the next batches", async () => {
    const { info } = await newRun();
    for (const steps of [[1, 2], [2, 3, 3], [3, 4], [5]]) {
      const metrics = steps.map((step) => ({ key: "loss", value: step / 2, timestamp: 1, step }));
      await logBatch(store, contract.logBatch.request.parse({ run_id: info.run_id, metrics }));
    }
    const points = await store.database.read
      .selectFrom("metrics")
      .select(["step", "value"])
      .where("run_uuid", "=", info.run_id)
      .orderBy("step")
      .execute();
    expect(points).toEqual([1, 2, 3, 4, 5].map((step) => ({ step, value: step / 2 })));
    expect((await getRun(store, info.run_id)).data.metrics).toMatchObject([{ step: 5 }]);
  });

  it("keeps all points of large batches of several metrics, some of them twice", async () => {
    const { info } = await newRun();
    const log = (steps: number) => {
      const metrics = Array.from({ length: steps }, (_, step) =>
        ["a", "b", "c"].map((key) => ({ key, value: step / 2, timestamp: 1, step })),
      ).flat();
      metrics.splice(5, 0, ...metrics.slice(0, 4));
      return logBatch(store, contract.logBatch.request.parse({ run_id: info.run_id, metrics }));
    };
    await log(120);
    await log(131);
    const points = await store.database.read
      .selectFrom("metrics")
      .select(["key", "step", "value"])
      .where("run_uuid", "=", info.run_id)
      .orderBy("key")
      .orderBy("step")
      .execute();
    expect(points).toEqual(
      ["a", "b", "c"].flatMap((key) =>
        Array.from({ length: 131 }, (_, step) => ({ key, step, value: step / 2 })),
      ),
    );
    const { data } = await getRun(store, info.run_id);
    expect(data.metrics).toHaveLength(3);
    for (const metric of data.metrics ?? []) expect(metric).toMatchObject({ step: 130, value: 65 });
  });

  it("writes nothing of a batch in which one param would change", async () => {
    const { info } = await newRun();
    const request = (value: string) =>
      contract.logBatch.request.parse({
        run_id: info.run_id,
        metrics: [{ key: value, value: 1, timestamp: 1 }],
        params: [{ key: "p", value }],
        tags: [{ key: value, value: "t" }],
      });
    await logBatch(store, request("a"));
    await expect(logBatch(store, request("b"))).rejects.toMatchObject({
      message:
        "Changing param values is not allowed. Params were already logged='" +
        `[{'key': 'p', 'old_value': 'a', 'new_value': 'b'}]' for run ID='${info.run_id}'.`,
    });
    const { data } = await getRun(store, info.run_id);
    expect(data.metrics?.map(({ key }) => key)).toEqual(["a"]);
    expect(data.tags?.map(({ key }) => key)).not.toContain("b");
  });
});
