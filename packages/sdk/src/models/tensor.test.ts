import { expect, test } from "vitest";
import { isTensorLike, readTensor, type Tensor, toNested, toTensor } from "./tensor.ts";

test.each<[string, object, Partial<Tensor>]>([
  ["a typed array", Float32Array.of(1, 2), { dtype: "float32", shape: [2] }],
  ["clamped bytes, as of a picture", Uint8ClampedArray.of(1), { dtype: "uint8", shape: [1] }],
  ["64-bit integers", BigUint64Array.of(1n), { dtype: "uint64", shape: [1] }],
  [
    "data with a shape",
    { data: new Int8Array(6), shape: [2, 3] },
    { dtype: "int8", shape: [2, 3] },
  ],
  ["texts", { data: ["a"], shape: [1] }, { dtype: "str", shape: [1] }],
  [
    "a tensor of onnxruntime",
    { type: "bool", dims: [1], data: Uint8Array.of(1) },
    { dtype: "bool" },
  ],
  [
    "a tensor of TensorFlow.js",
    { dtype: "int32", shape: [1], dataSync: () => Int32Array.of(1) },
    { dtype: "int32", shape: [1] },
  ],
])("reads %s", (_what, value, expected) => {
  expect(isTensorLike(value) ? readTensor(value) : "no tensor").toMatchObject(expected);
});

test("takes no row for a tensor, whatever its columns are called", () => {
  expect(isTensorLike({ data: [1, 2], shape: [2] })).toBe(false);
  expect(isTensorLike({ data: "x", shape: "round" })).toBe(false);
  expect(isTensorLike(new DataView(new ArrayBuffer(1)))).toBe(false);
});

test.each<[string, unknown, string, unknown]>([
  ["whole numbers", [[1, -2]], "int64", [[1, -2]]],
  ["what JSON has in the place of NaN", [1, null], "float64", [1, NaN]],
  ["truth values", [true, false], "bool", [true, false]],
  ["integers past 2^53", [2n ** 60n], "int64", [2n ** 60n]],
  ["one value", 5, "float32", 5],
  ["a narrower type", Int8Array.of(-1), "int32", [-1]],
  ["truth values for numbers", { data: Uint8Array.of(1), shape: [1], dtype: "bool" }, "int64", [1]],
])("makes a tensor of %s and lists of that again", (_what, value, dtype, expected) => {
  expect(toNested(toTensor(value, dtype, "The input"))).toEqual(expected);
});

test.each<[string, unknown, string, string]>([
  ["a number that does not fit", [300], "uint8", "uint8; 300"],
  ["a negative number without a sign", [-1], "uint64", "uint64; -1"],
  ["a fraction", [1.5], "int32", "1.5"],
  ["a number for a truth value", [1], "bool", "true or false; 1"],
  ["a number for a text", [1], "str", "texts; 1"],
  ["uneven rows", [[1], [1, 2]], "float32", "uneven"],
  ["a wider type", Float64Array.of(1), "float32", "float64"],
  ["a type that is none", [1], "complex64", "complex64"],
])("refuses %s", (_what, value, dtype, message) => {
  expect(() => toTensor(value, dtype, "The input")).toThrow(message);
});

test("refuses a shape that its data does not fill", () => {
  expect(() => readTensor({ data: Float32Array.of(1, 2), shape: [3] })).toThrow("3 values");
});
