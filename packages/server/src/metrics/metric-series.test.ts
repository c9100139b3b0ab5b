import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask, createExperiment, logRun } from "../testing/table-data.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let runId: string;
let otherId: string;

interface Series {
  readonly run_id: string;
  readonly metric_key: string;
  readonly count: number;
  readonly count_in_range: number;
  readonly is_sampled: boolean;
  readonly x: number[];
  readonly y: (number | null)[];
  readonly smooth?: number[];
  readonly step?: number[];
}

beforeAll(async () => {
  server = await startTestServer();
  const experimentId = await createExperiment(server, "series");
  runId = await logRun(server, experimentId, {
    name: "long",
    start: 1000,
    metrics: {
      loss: Array.from({ length: 900 }, (_, step) => (step === 431 ? 77 : 1 / (step + 1))),
      broken: [1, "NaN", "Infinity", 2],
      epoch: [0, 1, 2, 3],
    },
  });
  otherId = await logRun(server, experimentId, { name: "other", metrics: { loss: [4] } });
});
afterAll(() => server.remove());

async function seriesOf(body: Readonly<Record<string, unknown>>): Promise<readonly Series[]> {
  const { status, json, text } = await ask(server, "metrics/series", { run_ids: [runId], ...body });
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return (json as { series: Series[] }).series; // the contract says so
}

describe("metrics/series", () => {
  it("answers every point when there are few, by run and then metric", async () => {
    const series = await seriesOf({ run_ids: [otherId, runId], metric_keys: ["loss", "epoch"] });
    expect(series.map(({ run_id, metric_key }) => [run_id, metric_key])).toEqual([
      [otherId, "loss"],
      [runId, "loss"],
      [runId, "epoch"],
    ]);
    expect(series[1]).toMatchObject({ count: 900, count_in_range: 900, is_sampled: false });
    expect(series[1]?.x).toHaveLength(900);
  });

  it("keeps the spike of a sample, and says that it is one", async () => {
    const [series] = await seriesOf({ metric_keys: ["loss"], buckets: 10 });
    expect(series).toMatchObject({ count: 900, is_sampled: true });
    expect(series?.x.length).toBeLessThan(50);
    expect(series?.y[series.x.indexOf(431)]).toBe(77);
  });

  it("answers a range with a point on either side of it", async () => {
    const [series] = await seriesOf({ metric_keys: ["loss"], start: 100, end: 102 });
    expect(series).toMatchObject({ count_in_range: 3, x: [99, 100, 101, 102, 103] });
  });

  it("stands along time, time since the start, and another metric", async () => {
    const along = async (body: Readonly<Record<string, unknown>>) =>
      (await seriesOf({ metric_keys: ["broken"], ...body }))[0];
    expect((await along({ x_axis: "TIME" }))?.x).toEqual([1000, 1010, 1020, 1030]);
    expect((await along({ x_axis: "RELATIVE_TIME" }))?.x).toEqual([0, 10, 20, 30]);
    const byEpoch = await along({ x_axis: "METRIC", x_metric_key: "epoch" });
    expect(byEpoch).toMatchObject({ x: [0, 1, 2, 3], step: [0, 1, 2, 3] });
  });

  it("tells where NaN and infinity began", async () => {
    const [series] = await seriesOf({ metric_keys: ["broken"] });
    expect(series).toMatchObject({
      y: [1, null, Number.MAX_VALUE, 2],
      broken_count: 2,
      first_broken: { step: 1 },
      min: { value: 1 },
      max: { value: 2, step: 3 },
    });
  });

  it("smooths beside the values", async () => {
    const [series] = await seriesOf({ metric_keys: ["epoch"], smoothing: 0.5 });
    expect(series?.y).toEqual([0, 1, 2, 3]);
    expect(series?.smooth).toHaveLength(4);
    expect(series?.smooth?.[3]).toBeGreaterThan(1);
    expect(series?.smooth?.[3]).toBeLessThan(3);
  });

  it("leaves out what a run lacks, and runs that are not there", async () => {
    expect(await seriesOf({ metric_keys: ["none"] })).toEqual([]);
    expect(await seriesOf({ run_ids: ["0".repeat(32)], metric_keys: ["loss"] })).toEqual([]);
  });

  it.each([
    ["run_ids", { run_ids: [], metric_keys: ["loss"] }],
    ["metric_keys", { metric_keys: [] }],
    ["metric_keys", { metric_keys: Array.from({ length: 10_001 }, (_, i) => `m${i}`) }],
    ["buckets", { metric_keys: ["loss"], buckets: 0 }],
    ["buckets", { metric_keys: ["loss"], buckets: 250_001 }],
    ["smoothing", { metric_keys: ["loss"], smoothing: 1 }],
    ["smoothing", { metric_keys: ["loss"], smoothing: "NaN" }],
    ["end", { metric_keys: ["loss"], start: 5, end: 4 }],
    ["x_metric_key", { metric_keys: ["loss"], x_axis: "METRIC" }],
    ["x_axis", { metric_keys: ["loss"], x_axis: "DEPTH" }],
    ["start", { metric_keys: ["loss"], start: "soon" }],
  ])("refuses a wrong %s and names it", async (name, body) => {
    const { status, json } = await ask(server, "metrics/series", { run_ids: [runId], ...body });
    expect(status).toBe(400);
    expect(json).toMatchObject({ message: expect.stringContaining(name) as string });
  });
});
