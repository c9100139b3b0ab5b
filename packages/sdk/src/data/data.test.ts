import { expect, test } from "vitest";
import { fromArrays, fromTable } from "./data.ts";

// What MLflow 3.17.2 with pandas 3.1.1 answers for the same values.
test.each([
  [
    "float64, with targets",
    fromArrays(
      [
        [1, 2.5],
        [-3, 0],
      ],
      { targets: [0, 1] },
    ),
    "3099a2ed",
  ],
  ["float32, with -0 and NaN", fromArrays(Float32Array.of(0.1, -0, NaN, 1e9)), "1c02cb2b"],
  ["int32", fromArrays(Int32Array.of(1, -2, 3)), "01f33fe6"],
  ["int64", fromArrays(BigInt64Array.of(1n, -2n, 3n)), "9547b08b"],
  ["bool", fromArrays({ data: Uint8Array.of(1, 0), shape: [2], dtype: "bool" }), "c3712814"],
  ["tensors by name", fromArrays({ b: [1, 2], a: [[3]] }), "6a17b943"],
  [
    "more values than are looked at",
    fromArrays(Float64Array.from(Array(20_000).keys())),
    "de31333c",
  ],
  ["texts", fromArrays({ data: ["a", "größe"], shape: [2] }), "695c503c"],
  [
    "a table of texts, numbers and truth values",
    fromTable({ size: [70, 50.5], city: ["Ulm", "Köln a. Rhein"], sold: [true, false] }),
    "556b23b8",
  ],
  [
    "a table of numbers, one missing",
    fromTable([
      { b: 1, a: 3 },
      { b: 2, a: null },
    ]),
    "a7f28caa",
  ],
  ["a table of texts", fromTable({ b: ["x", "y"], a: ["", "z"] }), "59590899"],
])("digests %s as MLflow does", (_what, dataset, digest) => {
  expect(dataset.digest).toBe(digest);
});

test("describes arrays as MLflow does", () => {
  const dataset = fromArrays(
    [
      [1, 2],
      [3, 4],
    ],
    { targets: Int32Array.of(0, 1), name: "xy" },
  );
  const tensor = (dtype: string, shape: number[]) =>
    `[{"type": "tensor", "tensor-spec": {"dtype": "${dtype}", "shape": [${shape.join(", ")}]}}]`;
  expect(dataset.name).toBe("xy");
  expect(JSON.parse(dataset.schema ?? "")).toEqual({
    mlflow_tensorspec: { features: tensor("float64", [-1, 2]), targets: tensor("int32", [-1]) },
  });
  expect(dataset.profile).toBe(
    '{"features_shape": [2, 2], "features_size": 4, "features_nbytes": 32, ' +
      '"targets_shape": [2], "targets_size": 2, "targets_nbytes": 8}',
  );
});

test("describes a table as MLflow does", () => {
  const dataset = fromTable([{ size: 70, city: "Ulm" }, { size: 50 }], { digest: "12345678" });
  expect(dataset).toMatchObject({ name: "dataset", digest: "12345678" });
  expect(JSON.parse(dataset.schema ?? "")).toEqual({
    mlflow_colspec: [
      { type: "double", name: "size", required: true },
      { type: "string", name: "city", required: false },
    ],
  });
  expect(dataset.profile).toBe('{"num_rows": 2, "num_elements": 4}');
});

test("refuses what is neither arrays nor a table", () => {
  expect(() => fromArrays("abc")).toThrow("features");
  expect(() => fromArrays([[1], [2, 3]])).toThrow("uneven");
  expect(() => fromTable([1, 2])).toThrow("list of rows");
  expect(() => fromTable({ a: [1], b: [1, 2] })).toThrow("one length");
});
