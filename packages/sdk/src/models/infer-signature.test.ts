import { expect, test } from "vitest";
import { inferSignature } from "./infer-signature.ts";

const tensor = (dtype: string, shape: number[]) => ({
  type: "tensor",
  "tensor-spec": { dtype, shape },
});

test.each([
  ["lists of numbers", [[1, 2, 3]], [tensor("float64", [-1, 3])]],
  ["one list of numbers", [1, 2.5], [tensor("float64", [-1])]],
  ["a typed array", Float32Array.of(1, 2), [tensor("float32", [-1])]],
  [
    "data with a shape",
    { data: new Int32Array(6), shape: [1, 2, 3] },
    [tensor("int32", [-1, 2, 3])],
  ],
  [
    "tensors by name",
    { a: [[1]], b: BigInt64Array.of(1n) },
    [
      { name: "a", ...tensor("float64", [-1, 1]) },
      { name: "b", ...tensor("int64", [-1]) },
    ],
  ],
  [
    "rows, one value missing",
    [
      { a: 1, b: "x" },
      { a: null, b: "y" },
    ],
    [
      { type: "double", name: "a", required: false },
      { type: "string", name: "b", required: true },
    ],
  ],
  [
    "columns",
    { a: [1, 2], b: [true, false], c: [1n, 2n], d: [new Date(0), null] },
    [
      { type: "double", name: "a", required: true },
      { type: "boolean", name: "b", required: true },
      { type: "long", name: "c", required: true },
      { type: "datetime", name: "d", required: false },
    ],
  ],
  ["texts", ["a", "b"], [{ type: "string", required: true }]],
  ["one text", "a", [{ type: "string", required: true }]],
  [
    "lists and objects in a row",
    [
      { tags: ["a"], place: { x: 1 } },
      { tags: [], place: { x: 2, y: 3 } },
    ],
    [
      { type: "array", items: { type: "string" }, name: "tags", required: true },
      {
        type: "object",
        properties: {
          x: { type: "double", required: true },
          y: { type: "double", required: false },
        },
        name: "place",
        required: true,
      },
    ],
  ],
])("infers the types of %s", (_what, input, inputs) => {
  expect(inferSignature(input)).toEqual({ inputs });
});

test("infers params with the values that they have when they are not given", () => {
  expect(inferSignature(undefined, undefined, { rate: 0.5, words: ["a"] })).toEqual({
    params: [
      { name: "rate", type: "double", default: 0.5, shape: null },
      { name: "words", type: "string", default: ["a"], shape: [-1] },
    ],
  });
});

test("names the column whose type can't be told", () => {
  expect(() => inferSignature([{ a: 1 }, { a: "x" }])).toThrow(
    "column 'a' holds both double and string",
  );
  expect(() => inferSignature([{ a: () => 1 }])).toThrow("column 'a'");
  expect(() => inferSignature([])).toThrow("empty");
  expect(() => inferSignature()).toThrow("needs an input");
});
