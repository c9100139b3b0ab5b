import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LINEAR, LINEAR_OUTSIDE } from "./models/linear.ts";
import { type ModelServer, startModelServer } from "./models/model-server.ts";

const RULES = join(import.meta.dirname, "models/rules.mjs");
const FLATS = [
  { size: 50, city: "Ulm" },
  { size: 70.5, city: "Bonn" },
];
const PRICES = [200_500, 212_000];

let server: ModelServer;
let folder: string;

beforeAll(async () => {
  server = await startModelServer();
  folder = server.modelFolder;
});
afterAll(() => server.remove());

const client = () => mlflow.createClient({ baseUrl: server.url });

describe("a logged model", () => {
  test("belongs to its run, at its step, with the run's params and the metrics of that step", async () => {
    const { info, runId } = await mlflow.startRun(async (run) => {
      mlflow.logParam("lr", 0.1);
      for (const step of [0, 1, 2]) mlflow.logMetric("loss", 1 / (step + 1), { step });
      const info = await mlflow.logModel(LINEAR, {
        name: "linear",
        step: 1,
        tags: { stage: "draft" },
        params: { layers: 1 },
        modelType: "toy",
      });
      return { info, runId: run.info.runId };
    });
    expect(info).toMatchObject({ runId, modelUri: `models:/${info.modelId}`, name: "linear" });
    const { model } = await client().getLoggedModel({ model_id: info.modelId });
    expect(model.info).toMatchObject({
      status: "LOGGED_MODEL_READY",
      source_run_id: runId,
      model_type: "toy",
    });
    expect(model.info.tags).toContainEqual({ key: "stage", value: "draft" });
    expect(model.data.params?.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: "layers", value: "1" },
      { key: "lr", value: "0.1" },
    ]);
    expect(model.data.metrics).toMatchObject([{ key: "loss", value: 0.5, step: 1 }]);
    const { run } = await client().getRun({ run_id: runId });
    expect(run.outputs?.model_outputs).toEqual([{ model_id: info.modelId, step: 1 }]);
  });

  test("can be logged without a run", async () => {
    const info = await mlflow.logModel(LINEAR, { name: "alone" });
    const { model } = await client().getLoggedModel({ model_id: info.modelId });
    expect(model.info.status).toBe("LOGGED_MODEL_READY");
    expect(model.info.source_run_id ?? "").toBe("");
  });

  test.each(["a/b", "", "it's", "50%", "v1.0"])("is not named '%s'", async (name) => {
    await expect(mlflow.logModel(LINEAR, { name })).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
    });
  });

  test("is found by its run and name, the newest first", async () => {
    const runId = await mlflow.startRun(async (run) => {
      await mlflow.logModel(RULES, { name: "rules", codePaths: ["lib"] });
      await mlflow.logModel(LINEAR, { name: "rules" });
      return run.info.runId;
    });
    expect((await mlflow.loadModel(`runs:/${runId}/rules`)).flavor).toBe("onnx");
  });

  test("whose upload fails says so, in its status too", async () => {
    const code = join(folder, "refused");
    await mkdir(code);
    await writeFile(join(code, "a.mjs"), "export const predict = () => 1;");
    // A name that servers refuse.
    await writeFile(join(code, "what#now.txt"), "x");
    await expect(
      mlflow.logModel(join(code, "a.mjs"), { name: "refused", codePaths: ["what#now.txt"] }),
    ).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
    const { experimentId = "" } = (await mlflow.getExperimentByName("models")) ?? {};
    const { models } = await client().searchLoggedModels({
      experiment_ids: [experimentId],
      filter: "name = 'refused'",
    });
    expect(models?.map(({ info }) => info.status)).toEqual(["LOGGED_MODEL_UPLOAD_FAILED"]);
  });

  test("is not registered: a name for that is refused before anything is stored", async () => {
    const options = { name: "unregistered", registeredModelName: "house" };
    // @ts-expect-error the compiler refuses it, too
    const refused = mlflow.logModel(LINEAR, options);
    await expect(refused).rejects.toMatchObject({ errorCode: "NOT_IMPLEMENTED", status: 501 });
    await expect(refused).rejects.toThrow("'registeredModelName'");
    expect(await mlflow.searchLoggedModels({ filter: "name = 'unregistered'" })).toEqual([]);
  });

  test("that nobody logged is an error that says so", async () => {
    await expect(mlflow.loadModel("models:/m-0123")).rejects.toThrow("m-0123");
    await expect(mlflow.loadModel("models:/house/1")).rejects.toThrow("registered models");
    await expect(mlflow.loadModel("runs:/abc")).rejects.toThrow("runs:/<run id>/<name>");
    await expect(mlflow.loadModel("/no/such/folder")).rejects.toThrow("/no/such/folder");
    await expect(mlflow.loadModel(import.meta.dirname)).rejects.toThrow("MLmodel");
  });
});

describe("a module with predict", () => {
  test("is logged with what it imports, and predicts the same once loaded", async () => {
    const info = await mlflow.javascript.logModel(RULES, {
      name: "rules",
      codePaths: ["lib"],
      inputExample: FLATS,
      exampleParams: { rate: 1 },
    });
    expect(info.signature?.inputs).toEqual([
      { type: "double", name: "size", required: true },
      { type: "string", name: "city", required: true },
    ]);
    const model = await mlflow.loadModel(info.modelUri);
    expect(model.inputExample).toEqual(FLATS);
    expect(await model.predict(FLATS)).toEqual(PRICES);
    expect(await model.predict(FLATS, { rate: 2 })).toEqual([400_500, 423_500]);
    const module = await mlflow.javascript.loadModel(info.modelUri);
    expect(module.predict(FLATS, {})).toEqual(PRICES);
  });

  test("names the column, and the param, that does not fit its signature", async () => {
    const path = join(folder, "rules");
    await mlflow.saveModel(RULES, path, {
      codePaths: ["lib"],
      signature: mlflow.models.inferSignature(FLATS, PRICES, { rate: 1 }),
    });
    const model = await mlflow.loadModel(path);
    await expect(model.predict([{ size: "50", city: "Ulm" }])).rejects.toThrow("column 'size'");
    await expect(model.predict([{ size: 50 }])).rejects.toThrow("column 'city'");
    await expect(model.predict(FLATS, { rats: 1 })).rejects.toThrow("param 'rats'");
    await expect(model.predict(FLATS, { rate: "x" })).rejects.toThrow("param 'rate'");
    expect(await model.predict({ size: [50, 70.5], city: ["Ulm", "Bonn"] })).toEqual(PRICES);
  });

  test("takes its package.json and lock file along", async () => {
    const path = join(folder, "packed");
    await mlflow.javascript.saveModel(RULES, path, { codePaths: ["lib"] });
    const root = JSON.parse(await readFile(join(path, "package.json"), "utf8"));
    expect(root).toMatchObject({ name: "mlflow-ts-repository" });
    expect(await readFile(join(path, "package-lock.json"), "utf8")).toContain("lockfileVersion");
  });

  test("is refused when it exports no predict", async () => {
    const path = join(folder, "empty.mjs");
    await writeFile(path, "export const answer = 42;");
    await expect(mlflow.logModel(path, { name: "empty" })).rejects.toThrow("predict");
  });
});

describe("a TensorFlow.js model", () => {
  const build = () => {
    const model = tf.sequential();
    model.add(tf.layers.dense({ units: 4, inputShape: [3], activation: "relu" }));
    model.add(tf.layers.dense({ units: 2 }));
    return model;
  };

  test("is logged with the signature it has itself, and predicts the same once loaded", async () => {
    const model = build();
    const input = [
      [1, 2, 3],
      [-1, 0.5, 2],
    ];
    const expected = await (model.predict(tf.tensor(input)) as tf.Tensor).array();
    const { modelUri, signature } = await mlflow.startRun(() =>
      mlflow.logModel(model, { name: "dense", inputExample: tf.tensor(input) }),
    );
    expect(signature).toEqual({
      inputs: [{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 3] } }],
      outputs: [{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 2] } }],
    });
    const loaded = await mlflow.loadModel(modelUri);
    expect(loaded.inputExample).toEqual(input);
    const before = tf.memory().numTensors;
    expect(await loaded.predict(input)).toEqual(expected);
    expect(await loaded.predict(tf.tensor(input))).toEqual(expected);
    expect(tf.memory().numTensors).toBe(before + 1);
    await expect(loaded.predict([[1, 2]])).rejects.toThrow("(-1, 3)");
    const native = await mlflow.tfjs.loadModel<tf.LayersModel>(modelUri);
    expect(native.countParams()).toBe(26);
  });
});

describe("an ONNX model", () => {
  const ROWS = [
    [1, 2, 3],
    [0.5, 0, 0],
  ];
  const ANSWER = [
    [16, 22],
    [0, 0.5],
  ];

  test("is logged with the signature of its graph, and predicts once loaded", async () => {
    const { modelUri, signature } = await mlflow.onnx.logModel(join(folder, "linear.onnx"), {
      name: "linear",
      inputExample: ROWS,
    });
    expect(signature?.inputs).toEqual([
      { type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 3] } },
    ]);
    const model = await mlflow.loadModel(modelUri);
    expect(model.flavors).toEqual(["onnx", "python_function"]);
    expect(await model.predict(ROWS)).toEqual(ANSWER);
    expect(await model.predict({ x: ROWS })).toEqual(ANSWER);
    const typed = { data: Float32Array.from(ROWS.flat()), shape: [2, 3] };
    expect(await model.predict(typed)).toEqual(ANSWER);
    await expect(model.predict(new Float64Array(3))).rejects.toThrow("float32");
    await expect(model.predict([["a", 1, 2]])).rejects.toThrow('"a"');
  });

  test("whose weights lie beside it takes them along", async () => {
    await writeFile(join(folder, "outside.onnx"), LINEAR_OUTSIDE);
    const path = join(folder, "outside");
    const graph = join(folder, "outside.onnx");
    await expect(mlflow.logModel(graph, { name: "outside" })).rejects.toThrow("linear.weights");
    await writeFile(
      join(folder, "linear.weights"),
      new Uint8Array(Float32Array.of(0, 1, 2, 3, 4, 5).buffer),
    );
    await mlflow.saveModel(graph, path);
    expect(await (await mlflow.loadModel(path)).predict(ROWS)).toEqual(ANSWER);
    const { modelUri } = await mlflow.logModel(graph, { name: "outside" });
    expect(await (await mlflow.loadModel(modelUri)).predict(ROWS)).toEqual(ANSWER);
  });

  test("takes the columns of a table in the order of its signature", async () => {
    const path = join(folder, "table");
    const row = { c: 3, a: 1, b: 2 };
    const columns = ["a", "b", "c"].map((name) => ({ type: "double" as const, name }));
    await mlflow.saveModel(LINEAR, path, { signature: { inputs: columns } });
    expect(await (await mlflow.loadModel(path)).predict([row])).toEqual([[16, 22]]);
  });
});
