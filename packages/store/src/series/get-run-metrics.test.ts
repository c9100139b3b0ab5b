import { contract, type MetricInput } from "@mlflow-ts/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RunStore } from "../run-table/testing/run-store.ts";
import { logBatch } from "../runs/log-batch.ts";

let runs: RunStore;

beforeEach(async () => {
  runs = await RunStore.open();
});

afterEach(() => runs.close());

const read = (runId: string, reader = runs.reader) =>
  reader.run("getRunMetrics", contract.getRunMetrics.request.parse({ run_id: runId }));

const log = (run_id: string, metrics: readonly Readonly<Record<string, unknown>>[]) =>
  logBatch(runs.store, contract.logBatch.request.parse({ run_id, metrics }));

/** As the wire has infinity. */
const ENDLESS = Number.MAX_VALUE;

describe("getRunMetrics", () => {
  it("tells of each metric its smallest and largest value and where they came first", async () => {
    const run = await runs.add({
      run_name: "a",
      metrics: { loss: [3, 1, 2, 1, 3], single: [7] },
    });
    await runs.add({ run_name: "other", metrics: { loss: [-100, 100] } });
    const { metrics } = await read(run);
    expect(metrics).toEqual([
      {
        key: "loss",
        count: 5,
        broken_count: 0,
        min: { value: 1, step: 1, timestamp: 1000 },
        max: { value: 3, step: 0, timestamp: 0 },
      },
      {
        key: "single",
        count: 1,
        broken_count: 0,
        min: { value: 7, step: 0, timestamp: 0 },
        max: { value: 7, step: 0, timestamp: 0 },
      },
    ]);
  });

  it("tells where NaN or infinity began, and leaves them out of smallest and largest", async () => {
    const metrics = { loss: [1, 5, Infinity, NaN, 2, NaN], never: [NaN], down: [-Infinity, 1] };
    const run = await runs.add({ run_name: "a", metrics });
    const answer = await read(run);
    expect(answer.metrics).toMatchObject([
      { key: "down", count: 2, broken_count: 1, first_broken: { value: -ENDLESS, step: 0 } },
      {
        key: "loss",
        count: 6,
        broken_count: 3,
        first_broken: { value: ENDLESS, step: 2, timestamp: 2000 },
        min: { value: 1 },
        max: { value: 5, step: 1 },
      },
      { key: "never", count: 1, broken_count: 1, first_broken: { value: "NaN", step: 0 } },
    ]);
    expect(answer.metrics[2]).not.toHaveProperty("min");
  });

  it("follows a run that goes on, whichever steps come late", async () => {
    const run = await runs.add({ run_name: "a", metrics: { loss: [3, 2] } });
    await read(run);
    const at = (step: number, value: number | string, key = "loss") => ({
      key,
      value,
      step,
      timestamp: 9000 + step,
    });
    await log(run, [at(7, "NaN"), at(5, "NaN"), at(6, 1), at(8, 9), at(2, 0.5, "new")]);
    expect((await read(run)).metrics).toMatchObject([
      {
        key: "loss",
        count: 6,
        broken_count: 2,
        first_broken: { value: "NaN", step: 5 },
        min: { value: 1, step: 6 },
        max: { value: 9, step: 8 },
      },
      { key: "new", count: 1, min: { value: 0.5, step: 2 } },
    ]);
    await log(run, [at(4, "-Infinity"), at(1, 1), at(9, 9)]);
    expect((await read(run)).metrics[0]).toMatchObject({
      count: 9,
      broken_count: 3,
      first_broken: { value: -ENDLESS, step: 4 },
      // The same value at an earlier step, and at a later one.
      min: { value: 1, step: 1 },
      max: { value: 9, step: 8 },
    });
  });

  it("keeps steps past 2^53 exact, at the first look and later", async () => {
    const run = await runs.add({ run_name: "a" });
    const far = 9_007_199_254_740_993n;
    const point = { key: "loss", value: 1, step: far, timestamp: 1 };
    await log(run, [point]);
    expect((await read(run)).metrics).toMatchObject([{ min: { step: far } }]);
    await log(run, [{ ...point, value: 2, step: far + 2n }]);
    expect((await read(run)).metrics).toMatchObject([
      { min: { step: far }, max: { step: far + 2n } },
    ]);
  });

  it("counts the same as adding one by one, for whatever came in whatever order", async () => {
    const seed = Date.now() % 100_000;
    let state = seed;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const run = await runs.add({ run_name: "a" });
    const points: MetricInput[] = [];
    for (let batch = 0; batch < 6; batch += 1) {
      const added = Array.from({ length: 40 }, (_, index) => ({
        key: "loss",
        value: random() < 0.1 ? "NaN" : Math.floor(random() * 20),
        step: Math.floor(random() * 500),
        // A time of its own: the same point twice would be kept once.
        timestamp: points.length + index,
      }));
      await log(run, added);
      // As the store reads them from the wire.
      points.push(
        ...added.map((point) => ({ ...point, value: Number(point.value) }) as MetricInput),
      );
      const finite = points.filter(({ value }) => !Number.isNaN(value));
      const values = finite.map(({ value }) => value);
      const firstOf = (value: number) =>
        Math.min(...finite.filter((p) => p.value === value).map(({ step }) => Number(step)));
      const broken = points.filter(({ value }) => Number.isNaN(value));
      const [min, max] = [Math.min(...values), Math.max(...values)];
      const [summary] = (await read(run)).metrics;
      expect(summary, `seed ${seed}`).toMatchObject({
        broken_count: broken.length,
        min: { value: min, step: firstOf(min) },
        max: { value: max, step: firstOf(max) },
        ...(broken.length > 0 && {
          first_broken: { step: Math.min(...broken.map(({ step }) => Number(step))) },
        }),
      });
      // One who looks for the first time reads it all at once.
      expect((await read(run, await runs.openReader())).metrics, `seed ${seed}`).toEqual([summary]);
    }
  });

  it("says when the run was last heard of, and how often it logs", async () => {
    const run = await runs.add({ run_name: "a", start_time: 5000, metrics: { loss: [1, 2, 3] } });
    expect(await read(run)).toMatchObject({ last_metric_time: 7000, metric_interval_ms: 1000 });
    expect(await read("0123456789abcdef0123456789abcdef")).toEqual({ metrics: [] });
  });
});
