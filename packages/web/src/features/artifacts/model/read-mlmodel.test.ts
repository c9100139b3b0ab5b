import { expect, test } from "vitest";
import { readMlmodel } from "./read-mlmodel.ts";

const MLMODEL = `artifact_path: model
flavors:
  python_function:
    config:
      device: null
    loader_module: mlflow.pytorch
    python_version: 3.11.7
  pytorch:
    model_data: data
    pytorch_version: 2.13.0+cpu
mlflow_version: 3.17.2
model_size_bytes: 133513
saved_input_example_info:
  artifact_path: input_example.json
  serving_input_path: serving_input_example.json
  type: ndarray
signature:
  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 10,
    10]}}]'
  outputs: '[{"type": "array", "items": {"type": "object", "properties": {"label": {"type":
    "string", "required": true}, "score": {"type": "double", "required": false}}}, "name":
    "found", "required": false}]'
  params: '[{"name": "threshold", "type": "double", "default": 0.5, "shape": null}]'
`;

test("reads what a model is made of", () => {
  expect(readMlmodel(MLMODEL)).toMatchObject({
    flavors: ["python_function", "pytorch"],
    inputExample: "input_example.json",
    servingExample: "serving_input_example.json",
    sizeBytes: 133513,
    mlflowVersion: "3.17.2",
    pythonVersion: "3.11.7",
  });
});

test("reads the signature, folded over lines as YAML writes it", () => {
  const field = { name: "", shape: undefined, isRequired: true, defaultValue: undefined };
  expect(readMlmodel(MLMODEL).signature).toEqual({
    inputs: [{ ...field, type: "tensor float32", shape: [-1, 10, 10] }],
    outputs: [
      {
        ...field,
        name: "found",
        type: "array<{label: string, score?: double}>",
        isRequired: false,
      },
    ],
    params: [{ ...field, name: "threshold", type: "double", defaultValue: "0.5" }],
  });
});

test("takes a model without signature, example or size as it is", () => {
  const none = { inputs: [], outputs: [], params: [] };
  expect(readMlmodel("flavors:\n  sklearn: {}\nsignature: null")).toMatchObject({
    flavors: ["sklearn"],
    signature: none,
    inputExample: undefined,
  });
  expect(readMlmodel("flavors: {}\nsignature:\n  inputs: 'no JSON'").signature).toEqual(none);
});

test.each(["", "[1]", "flavors:\n  - a", "a: *unknown", "\tx"])(
  "says of %j that it is none",
  (text) => {
    expect(() => readMlmodel(text)).toThrow(Error);
  },
);

test("leaves out flavors that are no names: people copy the lines that they stand in", () => {
  const flavors = 'flavors:\n  "os; import os": {}\n  sklearn: {}';
  expect(readMlmodel(flavors).flavors).toEqual(["sklearn"]);
});

test("does not let references grow without end", () => {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const next = Array.from({ length: 9 }, () => `*l${index}`).join(", ");
    return `l${index + 1}: &l${index + 1} [${next}]`;
  });
  expect(() => readMlmodel(["l0: &l0 [x]", ...levels].join("\n"))).toThrow(/alias/);
});
