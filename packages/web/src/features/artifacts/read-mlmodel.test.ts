import { expect, test } from "vitest";
import { loadSnippets, readMlmodel } from "./read-mlmodel.ts";

const MLMODEL = `artifact_path: model
flavors:
  python_function:
    config:
      device: null
    loader_module: mlflow.pytorch
  pytorch:
    model_data: data
    pytorch_version: 2.13.0+cpu
mlflow_version: 3.17.2
signature:
  inputs: '[{"type": "tensor"}]'
`;

test("finds the flavors of a model and nothing else", () => {
  expect(readMlmodel(MLMODEL).flavors).toEqual(["python_function", "pytorch"]);
  expect(readMlmodel("").flavors).toEqual([]);
});

test("loads a model by its own library first, then as a function", () => {
  const snippets = loadSnippets(["python_function", "pytorch"], "models:/m-1", "http://h:1");
  expect(snippets.map((snippet) => snippet.title)).toEqual(["mlflow.pytorch", "mlflow.pyfunc"]);
  expect(snippets[0]?.code).toBe(
    'import mlflow\nmlflow.set_tracking_uri("http://h:1")\n' +
      'model = mlflow.pytorch.load_model("models:/m-1")',
  );
});
