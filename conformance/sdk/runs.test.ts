import * as mlflow from "mlflow-ts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type SdkServer, startServer } from "./server.ts";

let server: SdkServer;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("runs");
});
afterEach(() => mlflow.endRun());
afterAll(() => server.remove());

test("a run is active inside its callback and finished after it", async () => {
  const answer = await mlflow.startRun({ runName: "first", tags: { team: "a" } }, async (run) => {
    expect(mlflow.activeRun()).toBe(run);
    expect((await mlflow.getRun(run.info.runId)).info.status).toBe("RUNNING");
    return run.info.runId;
  });
  expect(mlflow.activeRun()).toBeUndefined();
  expect(mlflow.lastActiveRun()?.info.runId).toBe(answer);
  const { info, data } = await mlflow.getRun(answer);
  expect(info).toMatchObject({ status: "FINISHED", runName: "first", lifecycleStage: "active" });
  expect(Number(info.endTime)).toBeGreaterThanOrEqual(Number(info.startTime));
  expect(data.tags).toMatchObject({ team: "a", "mlflow.source.type": "LOCAL" });
  expect(data.tags["mlflow.user"]).not.toBe("");
});

test("a run whose callback throws has failed and says why", async () => {
  let runId = "";
  const training = mlflow.startRun(async (run) => {
    runId = run.info.runId;
    mlflow.logMetric("loss", 1);
    throw new RangeError("learning rate far too large");
  });
  await expect(training).rejects.toThrow("learning rate far too large");
  const { info, data } = await mlflow.getRun(runId);
  expect(info.status).toBe("FAILED");
  expect(data.tags["mlflow-ts.error"]).toContain("RangeError: learning rate far too large");
  expect(data.metrics).toEqual({ loss: 1 });
});

test("without a callback a run is active until it is ended", async () => {
  const run = await mlflow.startRun({ runName: "notebook" });
  mlflow.logParam("a", 1);
  await mlflow.endRun("KILLED");
  const { info, data } = await mlflow.getRun(run.info.runId);
  expect(info.status).toBe("KILLED");
  expect(data.params).toEqual({ a: "1" });
});

test("what is logged without a run starts one, as in Python", async () => {
  mlflow.logMetric("loss", 0.5);
  const run = mlflow.activeRun();
  mlflow.logParam("a", 1);
  await mlflow.logText("late", "notes.txt");
  await mlflow.endRun();
  const { info, data } = await mlflow.getRun(run?.info.runId ?? "");
  expect(info).toMatchObject({ status: "FINISHED", lifecycleStage: "active" });
  expect(info.experimentId).toBe((await mlflow.getExperimentByName("runs"))?.experimentId);
  expect(data.metrics).toEqual({ loss: 0.5 });
  expect(data.params).toEqual({ a: "1" });
  expect(data.tags["mlflow.source.name"]).not.toBe("");
});

test("a second run at the same time must be nested, and knows its parent", async () => {
  await mlflow.startRun(async (parent) => {
    await expect(mlflow.startRun()).rejects.toMatchObject({ errorCode: "INVALID_STATE" });
    const child = await mlflow.startRun({ nested: true }, (run) => {
      mlflow.logMetric("inner", 1);
      return run;
    });
    mlflow.logMetric("outer", 2);
    await mlflow.flush();
    const inner = await mlflow.getRun(child.info.runId);
    expect(inner.data.tags["mlflow.parentRunId"]).toBe(parent.info.runId);
    expect(inner.data.metrics).toEqual({ inner: 1 });
    expect((await mlflow.getRun(parent.info.runId)).data.metrics).toEqual({ outer: 2 });
  });
});

test("runs that go on at the same time never mix", async () => {
  const ids = await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      mlflow.startRun(async (run) => {
        for (let step = 0; step < 20; step += 1) {
          mlflow.logMetric("number", number, { step });
          await new Promise((done) => setTimeout(done, Math.random() * 5));
          expect(mlflow.activeRun()).toBe(run);
        }
        mlflow.logParam("number", number);
        return run.info.runId;
      }),
    ),
  );
  for (const [number, id] of ids.entries()) {
    const { data } = await mlflow.getRun(id);
    expect(data.params).toEqual({ number: String(number) });
    const history = await mlflow.getMetricHistory(id, "number");
    expect(history.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, () => number));
  }
});

test("a run is resumed by its ID", async () => {
  const runId = await mlflow.startRun(({ info }) => {
    mlflow.logMetric("loss", 1, { step: 0 });
    return info.runId;
  });
  await mlflow.startRun({ runId }, (run) => {
    expect(run.info.runId).toBe(runId);
    mlflow.logMetric("loss", 0.5, { step: 1 });
  });
  const history = await mlflow.getMetricHistory(runId, "loss");
  expect(history.map(({ step, value }) => [step, value])).toEqual([
    [0, 1],
    [1, 0.5],
  ]);
  expect((await mlflow.getRun(runId)).info.status).toBe("FINISHED");
});

test("experiments are created once, found by name, and refused when deleted or unknown", async () => {
  const id = await mlflow.createExperiment("own", { tags: { kind: "test" } });
  await expect(mlflow.createExperiment("own")).rejects.toMatchObject({
    errorCode: "RESOURCE_ALREADY_EXISTS",
  });
  expect(await mlflow.getExperimentByName("own")).toMatchObject({
    experimentId: id,
    tags: { kind: "test" },
    lifecycleStage: "active",
  });
  expect(await mlflow.getExperimentByName("none of this name")).toBeUndefined();
  expect((await mlflow.setExperiment({ experimentId: id })).name).toBe("own");
  const together = await Promise.all([1, 2, 3].map(() => mlflow.setExperiment("made together")));
  expect(new Set(together.map(({ experimentId }) => experimentId)).size).toBe(1);
  await expect(mlflow.setExperiment({ experimentId: "999999" })).rejects.toMatchObject({
    errorCode: "RESOURCE_DOES_NOT_EXIST",
  });
  await mlflow.setExperiment("runs");
});

test("a run that does not exist is an error with MLflow's code", async () => {
  await expect(mlflow.getRun("none")).rejects.toMatchObject({
    name: "MlflowError",
    errorCode: "RESOURCE_DOES_NOT_EXIST",
    status: 404,
  });
});

test("a URI that runs can't be kept at is refused with what to do", () => {
  expect(() => mlflow.setTrackingUri("ftp://example.com/runs")).toThrow("sqlite:///mlflow.db");
});
