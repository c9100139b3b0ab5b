import { expect, test } from "vitest";
import { readExample, writeExample } from "./input-example.ts";

async function written(input: unknown, params?: Record<string, unknown>) {
  const { info, files } = writeExample(input, params);
  const [example = "", serving = ""] = await Promise.all(
    files.map(async (file) => (await file.open()).text()),
  );
  return { info, example, serving };
}

test("writes numbers as Python does, so that they stay floats there", async () => {
  const { info, example, serving } = await written([
    [1, 2.5],
    [-0, NaN],
  ]);
  expect(info.type).toBe("ndarray");
  expect(example).toBe("[[1.0, 2.5], [-0.0, null]]");
  expect(serving).toBe(`{
  "inputs": [
    [
      1.0,
      2.5
    ],
    [
      -0.0,
      null
    ]
  ]
}`);
  expect((await written(Int32Array.of(1, 2))).example).toBe("[1, 2]");
});

test.each<[string, unknown, unknown]>([
  ["lists of numbers", [[1, 2]], [[1, 2]]],
  [
    "rows",
    [{ a: 1, b: "x" }, { a: 2 }],
    [
      { a: 1, b: "x" },
      { a: 2, b: null },
    ],
  ],
  ["columns", { a: [1, 2] }, [{ a: 1 }, { a: 2 }]],
  ["texts", ["a", "b"], ["a", "b"]],
  ["an object", { question: "why", list: [1] }, { question: "why", list: [1] }],
  ["a tensor", { data: Float32Array.of(1, 2), shape: [2, 1] }, [[1], [2]]],
  ["tensors by name", { x: Float32Array.of(1), y: Int32Array.of(2) }, { x: [1], y: [2] }],
])("reads %s back", async (_what, input, expected) => {
  const { info, example } = await written(input);
  expect(readExample(info, example)).toEqual({ input: expected });
});

test("keeps params beside the input", async () => {
  const { info, example, serving } = await written(["a"], { rate: 2 });
  expect(example).toBe('{"inputs": ["a"], "params": {"rate": 2.0}}');
  expect(readExample(info, example)).toEqual({ input: ["a"], params: { rate: 2 } });
  expect(JSON.parse(serving)).toEqual({ inputs: ["a"], params: { rate: 2 } });
});

test("leaves alone what only Python reads", () => {
  expect(readExample({ type: "sparse_matrix_csr" }, "{}")).toBeUndefined();
});
