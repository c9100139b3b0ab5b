import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { IS_MLFLOW, type SdkServer, startServer } from "./server.ts";

let server: SdkServer;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("values");
});
afterAll(() => server.remove());

/** Logs in a run of its own and answers what the server then has of it. */
async function logged(log: (run: mlflow.ActiveRun) => unknown): Promise<mlflow.Run> {
  const runId = await mlflow.startRun(async (run) => {
    await log(run);
    return run.info.runId;
  });
  return mlflow.getRun(runId);
}

test("metrics keep every point, in order, with exact values", async () => {
  const values = [0.1, 1 / 3, 1e-300, 1e300, -0.5, NaN];
  const { info, data } = await logged(() => {
    for (const [step, value] of values.entries()) mlflow.logMetric("m", value, { step });
    mlflow.logMetrics({ a: 1, "b/c d": 2 }, { step: 7, timestamp: 1_700_000_000_000 });
  });
  const history = await mlflow.getMetricHistory(info.runId, "m");
  expect(
    history.toSorted((a, b) => Number(a.step) - Number(b.step)).map(({ value }) => value),
  ).toEqual(values);
  expect(data.metrics).toEqual({ m: NaN, a: 1, "b/c d": 2 });
  expect(await mlflow.getMetricHistory(info.runId, "a")).toEqual([
    { key: "a", value: 1, step: 7, timestamp: 1_700_000_000_000 },
  ]);
});

test("infinities and steps past 2^53 arrive", async () => {
  const step = 2n ** 53n + 1n;
  const { info } = await logged(() => {
    mlflow.logMetric("up", Infinity, { step });
    mlflow.logMetric("down", -Infinity);
  });
  expect(await mlflow.getMetricHistory(info.runId, "up")).toMatchObject([
    { value: Number.MAX_VALUE, step },
  ]);
  expect(await mlflow.getMetricHistory(info.runId, "down")).toMatchObject([
    { value: -Number.MAX_VALUE },
  ]);
});

const POINTS = IS_MLFLOW ? 3000 : 25_000;

test("a loop of thousands of points arrives whole although nothing waits for it", async () => {
  const { info } = await logged(() => {
    for (let step = 0; step < POINTS; step += 1) mlflow.logMetric("m", step, { step });
  });
  const history = await mlflow.getMetricHistory(info.runId, "m");
  expect(new Set(history.map(({ step }) => step)).size).toBe(POINTS);
});

test("params and tags are kept as text, objects as JSON", async () => {
  const { data } = await logged(() => {
    mlflow.logParams({ lr: 0.01, layers: [64, 10], on: true, name: "adam", none: null });
    mlflow.setTags({ stage: "draft", options: { a: 1 } });
    mlflow.setTag("stage", "final");
  });
  expect(data.params).toEqual({
    lr: "0.01",
    layers: "[64,10]",
    on: "true",
    name: "adam",
    none: "null",
  });
  expect(data.tags).toMatchObject({ stage: "final", options: '{"a":1}' });
});

test("three hundred params of six thousand characters are sent within the limits", async () => {
  const params = Object.fromEntries(
    Array.from({ length: 300 }, (_, number) => [`p${number}`, "ü".repeat(6000)]),
  );
  const { data } = await logged(() => mlflow.logParams(params));
  expect(data.params).toEqual(params);
});

test("a param logged twice keeps its value, and another value is refused at the call", async () => {
  const { data } = await logged(() => {
    mlflow.logParam("p", 1);
    mlflow.logParam("p", 1);
    expect(() => mlflow.logParam("p", 2)).toThrow(mlflow.MlflowError);
    expect(() => mlflow.logParam("p", 2)).toThrow("was already logged with value='1'");
  });
  expect(data.params).toEqual({ p: "1" });
});

test("what the server refuses of a batch does not take the rest with it", async () => {
  let runId = "";
  const training = mlflow.startRun(async (run) => {
    ({ runId } = run.info);
    run.logParam("p", 1);
    await run.flush();
    await mlflow
      .createClient({ baseUrl: server.url })
      .logParam({ run_id: runId, key: "q", value: "1" });
    run.logParam("q", 2);
    run.logParam("r", 3);
    run.logMetric("m", 4);
    run.setTag("t", 5);
  });
  await expect(training).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
  const { info, data } = await mlflow.getRun(runId);
  expect(data.params).toEqual({ p: "1", q: "1", r: "3" });
  expect(data.metrics).toEqual({ m: 4 });
  expect(data.tags).toMatchObject({ t: "5" });
  expect(info.status).toBe("FINISHED");
});

test.each([
  ["a key that is too long", () => mlflow.logMetric("k".repeat(251), 1), "250"],
  ["a key with a character that can't be", () => mlflow.logParam("a;b", 1), "a;b"],
  ["a key that climbs", () => mlflow.setTag("../a", 1), "../a"],
  ["an empty key", () => mlflow.logMetric("", 1), "key"],
  ["a value that is no number", () => mlflow.logMetric("m", "1" as unknown as number), "m"],
  ["a step that is no whole number", () => mlflow.logMetric("m", 1, { step: 0.5 }), "step"],
  ["a time that is no number", () => mlflow.logMetric("m", 1, { timestamp: NaN }), "timestamp"],
])("%s is refused at the call", async (_what, log, named) => {
  await mlflow.startRun((run) => {
    expect(log).toThrow(mlflow.MlflowError);
    expect(log).toThrow(named);
    try {
      log();
    } catch (error) {
      expect(error).toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
    }
    expect(run.info.runId).not.toBe("");
  });
});

test("a dictionary with one bad value leaves nothing behind", async () => {
  const { data } = await logged(() => {
    expect(() => mlflow.logMetrics({ good: 1, bad: undefined as unknown as number })).toThrow(
      "bad",
    );
  });
  expect(data.metrics).toEqual({});
});
