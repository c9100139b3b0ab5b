import { expect, test } from "vitest";
import { checkInput, completeParams } from "./check-input.ts";
import { inferSchema, inferSignature } from "./infer-signature.ts";
import type { Schema } from "./signature.ts";

const float32 = (shape: number[], name?: string): Schema[number] => ({
  ...(name !== undefined && { name }),
  type: "tensor",
  "tensor-spec": { dtype: "float32", shape },
});
const columns: Schema = [
  { type: "long", name: "n", required: true },
  { type: "double", name: "x", required: false },
  { type: "datetime", name: "at", required: false },
];

test.each<[string, unknown, Schema]>([
  ["lists for a tensor", [[1, 2]], [float32([-1, 2])]],
  ["a typed tensor", { data: Float32Array.of(1, 2), shape: [1, 2] }, [float32([-1, 2])]],
  ["a narrower type", Int8Array.of(1, 2), [float32([-1])]],
  ["the only tensor by its name", { x: [[1, 2]] }, [float32([-1, 2], "x")]],
  ["tensors by name", { x: [[1]], y: [2] }, [float32([-1, 1], "x"), float32([-1], "y")]],
  ["rows", [{ n: 1, x: 0.5, at: "2026-01-01T00:00:00Z" }, { n: 2n }], columns],
  ["columns", { n: [1, 2], x: [0.5, null] }, columns],
  ["one row", { n: 1, other: "ignored" }, columns],
  ["texts for the only column", ["a", "b"], [{ type: "string" }]],
  [
    "rows with lists",
    { tags: ["a"] },
    [{ type: "array", items: { type: "string" }, name: "tags" }],
  ],
])("takes %s", (_what, input, schema) => {
  expect(() => checkInput(input, schema)).not.toThrow();
});

test.each<[string, unknown, Schema, string]>([
  ["another shape", [[1, 2, 3]], [float32([-1, 2])], "(-1, 2)"],
  ["rows of different lengths", [[1], [1, 2]], [float32([-1, 2])], "uneven"],
  ["a wider type", Float64Array.of(1), [float32([-1])], "float64"],
  ["texts for numbers", [["a", "b"]], [float32([-1, 2])], '"a"'],
  ["a tensor that is missing", { x: [1] }, [float32([-1], "x"), float32([-1], "y")], "'y'"],
  ["a list for several tensors", [1], [float32([-1], "x"), float32([-1], "y")], "'x', 'y'"],
  ["a column that is missing", [{ x: 1 }], columns, "column 'n'"],
  ["a fraction for a whole number", [{ n: 1.5 }], columns, "column 'n' must be long"],
  ["a number past 64 bits", [{ n: 2n ** 63n }], columns, "column 'n'"],
  ["a text for a number in the second row", { n: [1, "2"] }, columns, "column 'n'"],
  ["a text that is no time", [{ n: 1, at: "soon" }], columns, "column 'at'"],
  ["numbers for rows", [1, 2], columns, "'n'"],
  ["a field that is missing", [{ p: {} }], inferSchema([{ p: { x: 1 } }], "input"), "lacks 'x'"],
])("refuses %s", (_what, input, schema, message) => {
  expect(() => checkInput(input, schema)).toThrow(message);
});

test("completes params by the signature's values, and refuses others", () => {
  const { params } = inferSignature(undefined, undefined, { rate: 1, words: ["a"] });
  expect(completeParams({ rate: 2 }, params)).toEqual({ rate: 2, words: ["a"] });
  expect(() => completeParams({ ratio: 2 }, params)).toThrow(
    "'ratio'; its signature has rate, words",
  );
  expect(() => completeParams({ words: "a" }, params)).toThrow("must be a list");
  expect(() => completeParams({ words: [1] }, params)).toThrow("'words' must be string");
});
