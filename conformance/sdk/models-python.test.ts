import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PYTHON3 } from "../servers.ts";
import { LINEAR } from "./models/linear.ts";
import { type ModelServer, startModelServer } from "./models/model-server.ts";

const hasPython = existsSync(PYTHON3);
if (!hasPython) console.warn("left out: models exchanged with Python, as MLFLOW_PYTHON names none");

let server: ModelServer;
let folder: string;

async function runPython(code: string): Promise<string> {
  const env = { ...process.env, MLFLOW_TRACKING_URI: server.url, MLFLOW_DISABLE_TELEMETRY: "true" };
  const { stdout } = await promisify(execFile)(PYTHON3, ["-c", code], { env, cwd: folder });
  return stdout.trim();
}

const ROWS = [
  [1, 2, 3],
  [0.5, 0, 0],
];
const ANSWER = [
  [16, 22],
  [0, 0.5],
];

// Python takes seconds to start, several times over on a busy machine.
describe.runIf(hasPython)("models exchanged with Python", { timeout: 180_000 }, () => {
  beforeAll(async () => {
    server = await startModelServer();
    folder = server.modelFolder;
  });
  afterAll(() => server.remove());

  test("an ONNX model logged here loads in Python, as ONNX and as a function", async () => {
    const { modelUri, runId } = await mlflow.startRun(() =>
      mlflow.onnx.logModel(join(folder, "linear.onnx"), {
        name: "linear",
        inputExample: ROWS,
        exampleParams: { ratio: 0.5, names: ["a", "b"] },
        metadata: { author: "yes", since: "2026-01-01" },
      }),
    );
    const answer = await runPython(`
import json, mlflow, warnings
graph = mlflow.onnx.load_model("${modelUri}")
model = mlflow.pyfunc.load_model("runs:/${runId}/linear")
predicted = model.predict(model.input_example.astype("float32"))
print(json.dumps({
    "node": graph.graph.node[0].op_type,
    "predicted": predicted["y"].tolist(),
    "signature": str(model.metadata.signature),
    "metadata": model.metadata.metadata,
    "run": model.metadata.run_id,
    "outputs": mlflow.get_run("${runId}").outputs.model_outputs[0].model_id,
    "requirements": mlflow.pyfunc.get_model_dependencies("${modelUri}") is not None,
}))
`);
    expect(JSON.parse(answer.split("\n").at(-1) ?? "")).toEqual({
      node: "MatMul",
      predicted: ANSWER,
      signature:
        "inputs: \n  [Tensor('float32', (-1, 3))]\n" +
        "outputs: \n  [Tensor('float32', (-1, 2))]\n" +
        "params: \n  ['ratio': double (default: 0.5), 'names': string (default: ['a', 'b']) (shape: (-1,))]\n",
      metadata: { author: "yes", since: "2026-01-01" },
      run: runId,
      outputs: modelUri.replace("models:/", ""),
      requirements: true,
    });
  });

  test("an ONNX model logged in Python, its weights in a file beside it, loads here", async () => {
    const uri = await runPython(`
import mlflow, numpy, onnx
from mlflow.models import infer_signature
model = onnx.load("linear.onnx")
weights = numpy.arange(6, dtype="float32").reshape(3, 2)
model.graph.initializer[0].CopyFrom(onnx.numpy_helper.from_array(weights, "w"))
onnx.external_data_helper.convert_model_to_external_data(model, size_threshold=0, location="w.data")
rows = numpy.array([[1, 2, 3], [0.5, 0, 0]], dtype="float32")
with mlflow.start_run() as run:
    info = mlflow.onnx.log_model(model, name="python", input_example=rows,
                                 signature=infer_signature(rows, rows @ weights),
                                 pip_requirements=["onnx", "onnxruntime"])
print(info.model_uri)
`);
    const model = await mlflow.loadModel(uri.split("\n").at(-1) ?? "");
    expect(model.inputExample).toEqual(ROWS);
    expect(await model.predict(model.inputExample)).toEqual(ANSWER);
  });

  test("a table's example and signature are the same there as those of a DataFrame", async () => {
    const path = join(folder, "table");
    const rows = [
      { size: 70, city: "Ulm", sold: true },
      { size: 50.5, city: "Bonn", sold: false },
    ];
    const signature = mlflow.models.inferSignature(rows, [1.5]);
    await mlflow.saveModel(LINEAR, path, { inputExample: rows, signature });
    const answer = await runPython(`
import json, pandas
from mlflow.models import Model, infer_signature
frame = pandas.DataFrame(${JSON.stringify(rows).replaceAll("true", "True").replaceAll("false", "False")})
model = Model.load("table")
print(model.signature.inputs == infer_signature(frame).inputs, model.load_input_example("table").equals(frame))
`);
    expect(answer).toBe("True True");
    const example = await readFile(join(path, "serving_input_example.json"), "utf8");
    expect(JSON.parse(example)).toEqual({
      dataframe_split: {
        columns: ["size", "city", "sold"],
        data: rows.map(({ size, city, sold }) => [size, city, sold]),
      },
    });
  });

  test("a dataset logged here is that of Python, with the same digest", async () => {
    const runId = await mlflow.startRun(async (run) => {
      const flats = mlflow.data.fromTable({ size: [70, 50.5], city: ["Ulm", "Bonn"] });
      await mlflow.logInput(flats, "training");
      return run.info.runId;
    });
    const answer = await runPython(`
import mlflow, pandas
used = mlflow.get_run("${runId}").inputs.dataset_inputs[0]
frame = pandas.DataFrame({"size": [70, 50.5], "city": ["Ulm", "Bonn"]})
own = mlflow.data.from_pandas(frame)._to_mlflow_entity()
same = [used.dataset.digest == own.digest, used.dataset.schema == own.schema,
        used.dataset.profile == own.profile]
print(same, used.tags[0].value, mlflow.data.get_source(used).__class__.__name__)
`);
    expect(answer).toBe("[True, True, True] training CodeDatasetSource");
  });

  test("a model that only Python runs is refused with the command that serves it", async () => {
    const uri = await runPython(`
import mlflow
class Echo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[str]) -> list[str]:
        return model_input
with mlflow.start_run():
    info = mlflow.pyfunc.log_model(python_model=Echo(), name="echo", pip_requirements=["mlflow"])
print(info.model_uri)
`);
    await expect(mlflow.loadModel(uri.split("\n").at(-1) ?? "")).rejects.toThrow(
      /python_function.*mlflow models serve -m models:\/m-/,
    );
  });
});
