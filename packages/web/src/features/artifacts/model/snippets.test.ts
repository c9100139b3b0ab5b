import { beforeAll, expect, test } from "vitest";
import type { ArtifactPlace } from "../artifact-place.ts";
import { pythonSnippets } from "./python-snippets.ts";
import { readMlmodel } from "./read-mlmodel.ts";
import { typescriptUse } from "./typescript-snippets.ts";

const SERVER = "http://h:1";
const model: ArtifactPlace = { source: "model", modelId: "m-1", path: "" };
const EXAMPLE = `
saved_input_example_info:
  artifact_path: input_example.json
  serving_input_path: serving_input_example.json
`;

beforeAll(() => {
  // All that is asked of the page: where it stands.
  Object.assign(globalThis, { document: { baseURI: `${SERVER}/` } });
});

const snippetsOf = (mlmodel: string, place: ArtifactPlace = model) =>
  pythonSnippets(readMlmodel(mlmodel), place, SERVER);

const signed = (inputs: unknown) =>
  `flavors: {python_function: {}}\nsignature: {inputs: '${JSON.stringify(inputs)}'}`;

test("loads a model by its own library first, then as a function", () => {
  const snippets = snippetsOf("flavors: {python_function: {}, xgboost: {}}");
  expect(snippets.map(({ title }) => title)).toEqual(["mlflow.xgboost", "mlflow.pyfunc"]);
  expect(snippets[0]?.code).toBe(
    'import mlflow\n\nmlflow.set_tracking_uri("http://h:1")\n' +
      'model = mlflow.xgboost.load_model("models:/m-1")',
  );
});

test("asks the model for its own example", () => {
  const [own, general] = snippetsOf(`flavors: {python_function: {}, pytorch: {}}${EXAMPLE}`);
  expect(own?.code).toContain('uri = "models:/m-1"\nmodel = mlflow.pytorch.load_model(uri)');
  expect(own?.code).toContain("    print(model(torch.as_tensor(inputs)))");
  expect(general?.code).toContain("inputs = model.input_example\nprint(model.predict(inputs))");
});

test("makes an input of the signature for a model without example", () => {
  const [tensor] = snippetsOf(
    signed([{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 28] } }]),
  );
  expect(tensor?.code).toContain('inputs = numpy.zeros((1, 28,), dtype="float32")');
  const [frame] = snippetsOf(
    signed([
      { type: "double", name: 'a "b"' },
      { type: "integer", name: "n" },
    ]),
  );
  expect(frame?.code).toContain('    "a \\"b\\"": pandas.Series([0.0]),');
  expect(frame?.code).toContain('    "n": pandas.Series([0], dtype="int32"),');
  const [unclear] = snippetsOf(signed([{ type: "any", name: "a" }]));
  expect(unclear?.code).not.toContain("predict");
});

test("serves a model to TypeScript, and asks it only with an input that it takes", () => {
  const use = (mlmodel: string, place: ArtifactPlace = model) =>
    typescriptUse(readMlmodel(mlmodel), place, SERVER, []).snippets;
  const [serve, ask] = use(`flavors: {python_function: {}}${EXAMPLE}`);
  expect(serve?.code).toContain("mlflow models serve -m models:/m-1 --env-manager local");
  expect(ask?.code).toContain("artifact_file_path=serving_input_example.json");
  const titles = (mlmodel: string) => use(mlmodel).map(({ title }) => title);
  expect(titles("flavors: {python_function: {}}")).not.toContain("Ask it");
  expect(titles("flavors: {spark: {}}")).toEqual(["Download its files"]);
  const strange: ArtifactPlace = { source: "run", runId: "r", path: "it's; rm -rf ~" };
  expect(use("flavors: {python_function: {}}", strange)[0]?.code).toContain(
    "-m 'runs:/r/it'\\''s; rm -rf ~'",
  );
});

test("runs ONNX in TypeScript, with the weights that lie beside the graph", () => {
  const mlmodel =
    "flavors: {onnx: {data: model.onnx}, python_function: {}}\nsignature: {inputs: " +
    `'[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 4]}}]'}`;
  const names = ["MLmodel", "model.onnx", "w.data"];
  const [load, run] = typescriptUse(readMlmodel(mlmodel), model, SERVER, names).snippets;
  expect(load?.code).toContain("model.predict({ data: new Float32Array(4), shape: [1, 4] })");
  expect(run?.code).toContain('const names = ["model.onnx","w.data"];');
  expect(run?.code).toContain('new Tensor("float32", zeros, shape)');
  expect(run?.code).toContain("const zeros = new Float32Array(4);");
  const unsigned = "flavors: {onnx: {data: model.onnx}, python_function: {}}";
  const [, described] = typescriptUse(readMlmodel(unsigned), model, SERVER, names).snippets;
  expect(described?.code).toContain("session.inputMetadata");
});

test("loads what TypeScript runs by mlflow-ts, and leaves it out of Python's lines", () => {
  const use = (mlmodel: string) => typescriptUse(readMlmodel(mlmodel), model, SERVER, []);
  const { note, snippets } = use(`flavors: {javascript: {main: code/a.js}}${EXAMPLE}`);
  expect(note).toContain("runs its code");
  expect(snippets[0]?.code).toBe(
    'import * as mlflow from "mlflow-ts";\n\nmlflow.setTrackingUri("http://h:1");\n' +
      'const model = await mlflow.loadModel("models:/m-1");\n' +
      "console.log(await model.predict(model.inputExample));",
  );
  expect(snippetsOf("flavors: {tfjs: {}, javascript: {}}")).toEqual([]);
  const signature = `signature: {inputs: '${JSON.stringify([
    { type: "double", name: 'a "b"' },
    { type: "string", name: "c" },
  ])}'}`;
  expect(use(`flavors: {tfjs: {}}\n${signature}`).snippets[0]?.code).toContain(
    'model.predict([{ "a \\"b\\"": 0, "c": "text" }])',
  );
});
