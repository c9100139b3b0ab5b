import { contract, type MetricInput, parseJson, type ResponseOf } from "@mlflow-ts/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRun } from "../runs/create-run.ts";
import { logBatch } from "../runs/log-batch.ts";
import type { Store } from "../store.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";

let opened: TestStore;
let store: Store;

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
});

afterAll(() => opened.remove());

async function startRun(startTime: number): Promise<string> {
  const request = { experiment_id: "0", start_time: startTime };
  const run = await createRun(store, contract.createRun.request.parse(request));
  return run.info.run_id;
}

async function log(runId: string, points: MetricInput[]): Promise<void> {
  for (let from = 0; from < points.length; from += 1000) {
    const metrics = points.slice(from, from + 1000);
    await logBatch(store, { run_id: runId, metrics, params: [], tags: [], run_uuid: undefined });
  }
}

/** One point a step, at a second each. */
const pointsOf = (key: string, values: readonly number[]): MetricInput[] =>
  values.map(
    (value, step) => ({ key, value, step, timestamp: 10_000 + step * 1000 }) as MetricInput,
  );

async function ask(request: Readonly<Record<string, unknown>>) {
  const checked = contract.getMetricSeries.request.parse(request);
  const { bytes } = await store.seriesReader.run("getMetricSeries", checked);
  // The endpoint's own answer.
  return (parseJson(new TextDecoder().decode(bytes)) as ResponseOf<"getMetricSeries">).series;
}

test("answers every point of a short metric, with what it tells as a whole", async () => {
  const run = await startRun(0);
  await log(run, pointsOf("loss", [3, 1, 2]));
  expect(await ask({ run_ids: [run], metric_keys: ["loss", "none"] })).toEqual([
    {
      run_id: run,
      metric_key: "loss",
      count: 3,
      count_in_range: 3,
      is_sampled: false,
      x: [0, 1, 2],
      y: [3, 1, 2],
      first: { value: 3, step: 0, timestamp: 10_000 },
      last: { value: 2, step: 2, timestamp: 12_000 },
      min: { value: 1, step: 1, timestamp: 11_000 },
      max: { value: 3, step: 0, timestamp: 10_000 },
      broken_count: 0,
    },
  ]);
});

test("loses no spike and no NaN of a long metric, and is exact in a small range", async () => {
  const run = await startRun(0);
  const values = Array.from({ length: 20_000 }, (_, step) => Math.cos(step / 500));
  values[7_777] = 9;
  values[12_345] = -8;
  values[15_000] = NaN;
  values[15_001] = Infinity;
  await log(run, pointsOf("loss", values));
  const [whole] = await ask({ run_ids: [run], metric_keys: ["loss"], buckets: 50 });
  expect(whole).toMatchObject({
    count: 20_000,
    is_sampled: true,
    min: { value: -8, step: 12_345 },
    max: { value: 9, step: 7_777 },
    first_broken: { value: "NaN", step: 15_000 },
    broken_count: 2,
  });
  expect(whole?.x.length).toBeLessThanOrEqual(50 * 4 + 2);
  const valueAt = (x: number) => whole?.y[whole.x.indexOf(x)];
  expect([7_777, 12_345, 15_000, 15_001].map(valueAt)).toEqual([9, -8, null, Number.MAX_VALUE]);

  const zoom = { start: 7_700, end: 7_799, buckets: 50 };
  const [near] = await ask({ run_ids: [run], metric_keys: ["loss"], ...zoom });
  expect(near).toMatchObject({ count: 20_000, count_in_range: 100, is_sampled: false });
  // One more at each end, for the line to reach the border.
  expect(near?.x).toEqual(Array.from({ length: 102 }, (_, index) => 7_699 + index));
  expect(near?.y[78]).toBe(9);
});

test("smooths over all points before it leaves any out", async () => {
  const run = await startRun(0);
  await log(run, pointsOf("loss", [1, 3, ...Array.from({ length: 998 }, () => 2)]));
  const request = { run_ids: [run], metric_keys: ["loss"], smoothing: 0.5, start: 999 };
  const [loss] = await ask(request);
  expect(loss?.y).toEqual([2, 2]);
  for (const value of loss?.smooth ?? []) expect(value).toBeCloseTo(2);
  expect(loss?.smooth).toHaveLength(2);
});

test("sees points that were added since, also those of earlier steps", async () => {
  const run = await startRun(0);
  await log(run, pointsOf("loss", [5, 4]));
  await ask({ run_ids: [run], metric_keys: ["loss"] });
  await log(run, [{ key: "loss", value: 1, step: -3, timestamp: 1 } as MetricInput]);
  await log(run, [{ key: "other", value: 1, step: 9, timestamp: 1 } as MetricInput]);
  const [loss] = await ask({ run_ids: [run], metric_keys: ["loss"] });
  expect(loss).toMatchObject({ x: [-3, 0, 1], y: [1, 5, 4] });
});

test("sees what another process removed", async () => {
  const run = await startRun(0);
  await log(run, pointsOf("loss", [5, 4]));
  await ask({ run_ids: [run], metric_keys: ["loss"] });
  const other = await opened.database.openOther();
  await other.run(`DELETE FROM metrics WHERE run_uuid = '${run}' AND step = 1`);
  await other.close();
  const [loss] = await ask({ run_ids: [run], metric_keys: ["loss"] });
  expect(loss?.y).toEqual([5]);
});

test("shows metrics of many runs along time, time since the start, and another metric", async () => {
  const [a, b] = [await startRun(9_000), await startRun(0)];
  for (const run of [a, b]) {
    await log(run, pointsOf("loss", [3, 2, 1]));
    await log(run, pointsOf("accuracy", [0.9, 0.1]));
  }
  const both = { run_ids: [a, b], metric_keys: ["loss"] };
  const xs = async (request: object) => (await ask({ ...both, ...request })).map(({ x }) => x);
  const times = [10_000, 11_000, 12_000];
  expect(await xs({ x_axis: "TIME" })).toEqual([times, times]);
  expect(await xs({ x_axis: "RELATIVE_TIME" })).toEqual([
    [1000, 2000, 3000],
    [0, 1000, 2000],
  ]);
  const [byAccuracy] = await ask({ ...both, x_axis: "METRIC", x_metric_key: "accuracy" });
  expect(byAccuracy).toMatchObject({ x: [0.1, 0.9], y: [2, 3], step: [1, 0] });
});

test("refuses what can't be answered, and names the field", async () => {
  const refusal = async (request: object) =>
    ask({ run_ids: ["a"], metric_keys: ["b"], ...request }).catch(String);
  expect(await refusal({ run_ids: [] })).toContain("'run_ids'");
  expect(await refusal({ metric_keys: [] })).toContain("'metric_keys'");
  expect(await refusal({ buckets: 0 })).toContain("'buckets'");
  expect(await refusal({ smoothing: 1 })).toContain("'smoothing'");
  expect(await refusal({ start: 2, end: 1 })).toContain("'end'");
  expect(await refusal({ x_axis: "METRIC" })).toContain("'x_metric_key'");
  const many = Array.from({ length: 10_001 }, (_, index) => `key ${index}`);
  expect(await refusal({ metric_keys: many })).toContain("At most 10000 series");
});
