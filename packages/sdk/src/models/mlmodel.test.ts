import { expect, test } from "vitest";
import { inferSignature } from "./infer-signature.ts";
import { readMlmodel, writeMlmodel, writtenSignature } from "./mlmodel.ts";

const NONE = { saved_input_example_info: undefined, metadata: undefined, model_size_bytes: 12 };

test("writes keys in order, and in quotes what YAML 1.1 would take for something else", async () => {
  const metadata = { answer: "yes", day: "2026-01-01", version: "1.10", time: "12:30", none: null };
  const text = await writeMlmodel(
    { ...NONE, flavors: { tfjs: { data: "tfjs/model.json" } }, signature: undefined, metadata },
    new Date("2026-11-24T12:51:49.840Z"),
  );
  expect(text).toBe(`flavors:
  tfjs:
    data: tfjs/model.json
metadata:
  answer: "yes"
  day: "2026-01-01"
  none: null
  time: "12:30"
  version: "1.10"
mlflow_version: 3.17.2
model_size_bytes: 12
utc_time_created: "2026-11-24 12:51:49.840000"
`);
});

test("reads the signature that it wrote", async () => {
  const signature = inferSignature([{ a: 1, b: ["x"] }], [[1, 2]], { rate: 0.5 });
  const text = await writeMlmodel({
    ...NONE,
    flavors: { onnx: { data: "model.onnx" } },
    signature: writtenSignature(signature),
  });
  const read = await readMlmodel(text);
  expect(read.signature).toEqual(signature);
  expect(read.flavors).toEqual({ onnx: { data: "model.onnx" } });
});

test("reads what Python writes, folded over lines", async () => {
  const { signature } = await readMlmodel(`flavors:
  python_function:
    config: null
signature:
  inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 10,
    10]}}]'
  outputs: '[{"type": "map", "values": {"type": "long"}, "required": true}]'
  params: '[{"name": "n", "default": 9007199254740993, "shape": null, "type": "long"}]'
`);
  expect(signature).toEqual({
    inputs: [{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 10, 10] } }],
    outputs: [{ type: "map", values: { type: "long" }, required: true }],
    params: [{ name: "n", default: 9007199254740993n, shape: null, type: "long" }],
  });
});

test.each([
  ["no YAML", "a: [", "no YAML"],
  ["no flavor", "signature: null", "names no flavor"],
  ["a list", "- a", "names no flavor"],
  ["a signature that is no JSON", "flavors: {a: {}}\nsignature: {inputs: 'x'}", "inputs"],
  ["types without a name", "flavors: {a: {}}\nsignature: {outputs: '[{}]'}", "outputs"],
])("refuses %s", async (_what, text, message) => {
  await expect(readMlmodel(text)).rejects.toThrow(message);
});

test("does not let references grow without end", async () => {
  const levels = Array.from({ length: 9 }, (_, index) => {
    const next = Array.from({ length: 9 }, () => `*l${index}`).join(", ");
    return `l${index + 1}: &l${index + 1} [${next}]`;
  });
  await expect(readMlmodel(["l0: &l0 [x]", ...levels].join("\n"))).rejects.toThrow("alias");
});
