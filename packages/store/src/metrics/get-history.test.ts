import {
  contract,
  type Int64,
  type MetricInput,
  parseJson,
  StreamedJson,
} from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPageToken } from "../page-token.ts";
import { createRun } from "../runs/create-run.ts";
import { logBatch } from "../runs/log-batch.ts";
import type { Store } from "../store.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";

type Point = Partial<Pick<MetricInput, "value" | "timestamp" | "step">>;
type Shown = [timestamp: Int64, step: Int64, value: number | "NaN"];

const BATCH = 1000;
let opened: TestStore;
let store: Store;

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
});

afterAll(() => opened.remove());

async function createTestRun(): Promise<string> {
  const run = await createRun(store, contract.createRun.request.parse({ experiment_id: "0" }));
  return run.info.run_id;
}

async function log(runId: string, key: string, points: readonly Point[]): Promise<void> {
  const request = contract.logBatch.request.parse({ run_id: runId });
  const all = points.map(({ value = 0, timestamp = 0, step = 0 }) => ({
    ...contract.logMetric.request.parse({ run_id: runId, key, value: 0, timestamp, step }),
    value,
  }));
  for (let first = 0; first < all.length; first += BATCH) {
    await logBatch(store, { ...request, metrics: all.slice(first, first + BATCH) });
  }
}

async function read(runId: string, key: string, fields: Record<string, unknown> = {}) {
  const request = { run_id: runId, metric_key: key, ...fields };
  const answer = await store.reader.run(
    "getMetricHistory",
    contract.getMetricHistory.request.parse(request),
  );
  const parts: Uint8Array[] = [];
  if (answer instanceof StreamedJson) for await (const part of answer.parts) parts.push(part);
  else parts.push(answer.bytes);
  const page = contract.getMetricHistory.response.parse(
    parseJson(Buffer.concat(parts).toString("utf8")),
  );
  const points = (page.metrics ?? []).map(({ timestamp, step, value }): Shown => [
    timestamp,
    step,
    value,
  ]);
  return { points, token: page.next_page_token, parts: parts.length };
}

async function readPages(runId: string, key: string, max_results: number): Promise<Shown[]> {
  const all: Shown[] = [];
  let page_token: string | undefined;
  do {
    const page = await read(runId, key, { max_results, page_token });
    expect(page.points.length).toBeLessThanOrEqual(max_results);
    all.push(...page.points);
    page_token = page.token;
  } while (page_token !== undefined);
  return all;
}

describe("a history in pages", () => {
  it("gives points that agree in time, step and value once each", async () => {
    const runId = await createTestRun();
    await log(runId, "ties", [
      { timestamp: 5, step: 2, value: 3 },
      { timestamp: 5, step: 2, value: NaN },
      { timestamp: 5, step: 2, value: 0 },
      { timestamp: 5, step: 2, value: -1 },
      { timestamp: 4, step: 3, value: 2 },
      { timestamp: 5, step: -1, value: 1 },
      { timestamp: 6, step: 1, value: Infinity },
    ]);
    const expected = [
      [4, 3, 2],
      [5, -1, 1],
      [5, 2, -1],
      [5, 2, 0],
      [5, 2, "NaN"],
      [5, 2, 3],
      [6, 1, Number.MAX_VALUE],
    ];
    for (const size of [1, 2, 3]) expect(await readPages(runId, "ties", size)).toEqual(expected);
  });

  it("keeps integers that no double holds", async () => {
    const runId = await createTestRun();
    const places = [2n ** 53n + 1n, 2n ** 53n + 2n, 2n ** 63n - 1n];
    await log(
      runId,
      "large",
      places.map((place) => ({ timestamp: place, step: place })),
    );
    expect(await readPages(runId, "large", 1)).toEqual(places.map((place) => [place, place, 0]));
  });

  it("neither repeats nor loses a point when others are added meanwhile", async () => {
    const runId = await createTestRun();
    const at = (timestamp: number): Shown => [timestamp, timestamp, 0];
    const points = (...times: number[]) => times.map((time) => ({ timestamp: time, step: time }));
    await log(runId, "growing", points(10, 20, 30, 40));
    const first = await read(runId, "growing", { max_results: 2 });
    expect(first.points).toEqual([at(10), at(20)]);
    await log(runId, "growing", points(5, 15, 25, 50));
    const second = await read(runId, "growing", { max_results: 2, page_token: first.token });
    expect(second.points).toEqual([at(25), at(30)]);
    const rest = await read(runId, "growing", { page_token: second.token });
    expect(rest.points).toEqual([at(40), at(50)]);
  });

  it("continues by a token of MLflow's own server, which counts", async () => {
    const runId = await createTestRun();
    const points = Array.from({ length: 5 }, (_, step) => ({ timestamp: 1, step }));
    await log(runId, "counted", points);
    const page = await read(runId, "counted", { max_results: 2, page_token: createPageToken(2) });
    expect(page.points).toEqual([
      [1, 2, 0],
      [1, 3, 0],
    ]);
    expect((await read(runId, "counted", { page_token: page.token })).points).toEqual([[1, 4, 0]]);
  });

  it("refuses a token that holds no place", async () => {
    const page_token = Buffer.from('{"offset": 2, "after": [1]}').toString("base64");
    await expect(read("some run", "loss", { page_token })).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
      message: "Invalid page token, it holds no place in a history",
    });
  });
});

describe("a long history among those of other runs", () => {
  const OWN = 30_000;
  const SPARSE = 2000;
  let runId: string;

  /** One run's points among twice as many of another's, those of a third run spread thinly. */
  beforeAll(async () => {
    runId = await createTestRun();
    const timed = (count: number, apart: number, first: number) =>
      Array.from({ length: count }, (_, step) => ({ step, timestamp: first + step * apart }));
    await log(runId, "loss", timed(OWN, 4, 1));
    await log(await createTestRun(), "loss", timed(OWN * 2, 2, 0));
    await log(runId, "sparse", timed(SPARSE, 60, 1));
    // Its last points come after all of those above, as a later run's do.
    await log(await createTestRun(), "sparse", timed(OWN * 2, 3, 0));
  });

  const own = (count: number, apart: number) =>
    Array.from({ length: count }, (_, step): Shown => [1 + step * apart, step, 0]);

  it.each([12_000, 25_000, 29_999])("comes whole in pages of %i", async (size) => {
    expect(await readPages(runId, "loss", size)).toEqual(own(OWN, 4));
  });

  it.each([700, 1999])("comes whole in pages of %i where few points are its own", async (size) => {
    expect(await readPages(runId, "sparse", size)).toEqual(own(SPARSE, 60));
  });

  it("comes in parts where it is long", async () => {
    const { points, parts, token } = await read(runId, "loss");
    expect(points).toEqual(own(OWN, 4));
    expect(parts).toBe(2);
    expect(token).toBeUndefined();
  });

  it("ends a long page, too, with a token for what follows", async () => {
    const page = await read(runId, "loss", { max_results: 27_000 });
    expect(page.parts).toBe(2);
    const rest = await read(runId, "loss", { page_token: page.token });
    expect([...page.points, ...rest.points]).toEqual(own(OWN, 4));
  });

  it("comes at once where it fits into one part", async () => {
    const { parts, points, token } = await read(runId, "loss", { max_results: 25_000 });
    expect(parts).toBe(1);
    expect(points).toHaveLength(25_000);
    expect(token).toBeDefined();
  });

  it("fails, and does not end, where a part can't be read", async () => {
    const rename = (from: string, to: string) =>
      store.database.write(async ({ queries }) => {
        await queries.schema.alterTable(from).renameTo(to).execute();
      });
    const request = contract.getMetricHistory.request.parse({ run_id: runId, metric_key: "loss" });
    const answer = await store.reader.run("getMetricHistory", request);
    if (!(answer instanceof StreamedJson)) throw new Error("it comes in parts");
    const parts = answer.parts[Symbol.asyncIterator]();
    expect(await parts.next()).toMatchObject({ done: false });
    await rename("metrics", "metrics_elsewhere");
    try {
      await expect(parts.next()).rejects.toThrow(/metrics/);
    } finally {
      await rename("metrics_elsewhere", "metrics");
    }
  });
});
