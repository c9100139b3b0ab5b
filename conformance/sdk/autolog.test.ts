import * as tf from "@tensorflow/tfjs";
import * as mlflow from "mlflow-ts";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type SdkServer, startServer } from "./server.ts";

let server: SdkServer;
const { fit, fitDataset } = tf.LayersModel.prototype;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("autolog");
});
afterAll(() => server.remove());
afterEach(() => mlflow.autolog({ disable: true }));

const x = tf.tensor2d([[0], [1], [2], [3]]);
const y = tf.tensor2d([[1], [3], [5], [7]]);

function lineModel(optimizer: string | tf.Optimizer = tf.train.sgd(0.05)): tf.Sequential {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer, loss: "meanSquaredError", metrics: ["mae"] });
  return model;
}

const newestRun = async () =>
  (await mlflow.searchRuns({ orderBy: ["attributes.start_time DESC"], maxResults: 1 }))[0];
const countRuns = async () => (await mlflow.searchRuns()).length;
const stepsOf = async (runId: string, key: string) =>
  (await mlflow.getMetricHistory(runId, key)).map(({ step }) => Number(step));

test("a training outside of a run gets one, with its params, metrics and a model that loads", async () => {
  await mlflow.autolog({ tf });
  const model = lineModel();
  const history = await model.fit(x, y, { epochs: 5, batchSize: 2, validationData: [x, y] });
  expect(history.epoch).toHaveLength(5);
  const run = await newestRun();
  expect(run?.info.status).toBe("FINISHED");
  expect(run?.data.params).toMatchObject({
    epochs: "5",
    batch_size: "2",
    shuffle: "true",
    opt_name: "SGD",
    opt_learning_rate: expect.stringMatching(/^0\.05/) as string,
  });
  expect(run?.data.tags["mlflow.autologging"]).toBe("tfjs");
  const runId = run?.info.runId ?? "";
  for (const key of ["loss", "mae", "val_loss", "val_mae"]) {
    expect(await stepsOf(runId, key), key).toEqual([0, 1, 2, 3, 4]);
  }
  const points = await mlflow.getMetricHistory(runId, "loss");
  expect(points.map(({ value }) => value)).toEqual(history.history["loss"]);
  const loaded = await mlflow.loadModel(`runs:/${runId}/model`);
  expect(loaded.signature?.inputs).toMatchObject([{ type: "tensor" }]);
  const own = model.predict(tf.tensor2d([[4]])) as tf.Tensor;
  const [expected = NaN] = await own.data();
  expect(await loaded.predict([[4]])).toEqual([[expected]]);
});

test("a training inside a run belongs to it, and the run goes on", async () => {
  await mlflow.tfjs.autolog({ tf, logModels: false, everyNIter: 2 });
  const before = await countRuns();
  const runId = await mlflow.startRun(async ({ info }) => {
    await lineModel("adam").fit(x, y, { epochs: 5 });
    mlflow.logMetric("after", 1);
    return info.runId;
  });
  expect(await countRuns()).toBe(before + 1);
  const { data } = await mlflow.getRun(runId);
  expect(data.params).toMatchObject({ epochs: "5", batch_size: "32", opt_name: "Adam" });
  expect(data.params).toHaveProperty("opt_beta1");
  expect(data.metrics).toHaveProperty("after");
  expect(await stepsOf(runId, "loss")).toEqual([0, 2, 4]);
  await expect(mlflow.loadModel(`runs:/${runId}/model`)).rejects.toThrow();
});

test("fitDataset, a model of functions, and callbacks of both kinds are logged", async () => {
  await mlflow.autolog({ tf, logModels: false });
  const input = tf.input({ shape: [1] });
  const output = tf.layers.dense({ units: 1 }).apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const data = tf.data.zip({ xs: tf.data.array([[0], [1]]), ys: tf.data.array([[1], [3]]) });
  const seen: number[] = [];
  await model.fitDataset(data.batch(1), {
    epochs: 2,
    callbacks: { onEpochEnd: (epoch) => void seen.push(epoch) },
  });
  const first = await newestRun();
  expect(seen).toEqual([0, 1]);
  expect(first?.data.params).toMatchObject({ epochs: "2" });
  expect(await stepsOf(first?.info.runId ?? "", "loss")).toEqual([0, 1]);
  const patient = tf.callbacks.earlyStopping({ monitor: "loss", patience: 0, minDelta: 1e9 });
  await lineModel().fit(x, y, { epochs: 50, callbacks: patient });
  const stopped = await newestRun();
  expect(stopped?.info.runId).not.toBe(first?.info.runId);
  expect((await stepsOf(stopped?.info.runId ?? "", "loss")).length).toBeLessThan(50);
});

test("a training that throws fails its run, and throws the same", async () => {
  await mlflow.autolog({ tf });
  const broken = lineModel();
  await expect(
    broken.fit(x, y, {
      epochs: 2,
      callbacks: {
        onEpochEnd: () => {
          throw new Error("the plot went wrong");
        },
      },
    }),
  ).rejects.toThrow("the plot went wrong");
  expect((await newestRun())?.info.status).toBe("FAILED");
});

test("a second training of a run that says otherwise is warned of, and trains", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await mlflow.autolog({ tf, logModels: false });
  const runId = await mlflow.startRun(async ({ info }) => {
    await lineModel().fit(x, y, { epochs: 1 });
    await lineModel().fit(x, y, { epochs: 2 });
    return info.runId;
  });
  expect(warn.mock.calls.flat().join()).toContain("the param epochs");
  warn.mockRestore();
  expect((await mlflow.getRun(runId)).data.params["epochs"]).toBe("1");
});

test("disabled, TensorFlow.js is as it was and nothing is logged", async () => {
  await mlflow.autolog({ tf });
  expect(tf.LayersModel.prototype.fit).not.toBe(fit);
  await mlflow.autolog({ disable: true });
  expect(tf.LayersModel.prototype.fit).toBe(fit);
  expect(tf.LayersModel.prototype.fitDataset).toBe(fitDataset);
  const before = await countRuns();
  await lineModel().fit(x, y, { epochs: 1 });
  expect(await countRuns()).toBe(before);
});

test("the TensorFlow.js that is installed is found, and twice is once", async () => {
  await mlflow.autolog({ logModels: false });
  await mlflow.autolog({ logModels: false });
  const before = await countRuns();
  await lineModel().fit(x, y, { epochs: 1 });
  expect(await countRuns()).toBe(before + 1);
  const run = await newestRun();
  expect(await stepsOf(run?.info.runId ?? "", "loss")).toEqual([0]);
});

test.each([
  [{ tf: {} }, "'tf' is no TensorFlow.js"],
  [{ everyNIter: 0 }, "everyNIter"],
])("the options %o are refused", async (options, told) => {
  await expect(mlflow.autolog(options)).rejects.toThrow(told);
});
