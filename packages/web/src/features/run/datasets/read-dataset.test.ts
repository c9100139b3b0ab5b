import { describe, expect, it } from "vitest";
import { readDataset } from "./read-dataset.ts";

const read = (dataset: Readonly<Record<string, string>>, context?: string) =>
  readDataset({
    dataset: {
      name: "d",
      digest: "1",
      source_type: "http",
      source: "",
      schema: undefined,
      profile: undefined,
      ...dataset,
    },
    ...(context !== undefined && { tags: [{ key: "mlflow.data.context", value: context }] }),
  });

describe("readDataset", () => {
  it("finds the address in what clients write, and links only to the web", () => {
    expect(read({ source: '{"url": "https://example.org/a.csv"}' })).toMatchObject({
      source: "https://example.org/a.csv",
      link: "https://example.org/a.csv",
    });
    expect(read({ source: '{"uri": "s3://bucket/a.csv"}' })).toMatchObject({
      source: "s3://bucket/a.csv",
      link: undefined,
    });
    expect(read({ source: '{"url": "javascript:alert(1)"}' }).link).toBeUndefined();
    expect(read({ source: "/data/a.csv" }).source).toBe("/data/a.csv");
    expect(read({ source: '{"tags": {"a": 1}}' }).source).toContain('"a": 1');
  });

  it("reads columns and tensors of a schema", () => {
    const colspec =
      '{"mlflow_colspec": [{"type": "double", "name": "x", "required": true}, {"type": "string", "required": false}]}';
    expect(read({ schema: colspec }).fields).toEqual([
      { name: "x", type: "double" },
      { name: "1", type: "string, optional" },
    ]);
    const features = [{ type: "tensor", "tensor-spec": { dtype: "float32", shape: [-1, 10] } }];
    const tensorspec = JSON.stringify({
      mlflow_tensorspec: { features: JSON.stringify(features), targets: null },
    });
    expect(read({ schema: tensorspec }).fields).toEqual([
      { name: "features", type: "float32 [-1,10]" },
    ]);
    for (const schema of ["", "no JSON", "[1]", "null", '{"other": 1}']) {
      expect(read({ schema }).fields).toBeUndefined();
    }
  });

  it("lists the counts of a profile, and the context", () => {
    const { profile, context } = read({ profile: '{"num_rows": 3, "shape": [3, 2]}' }, "training");
    expect(profile).toEqual([
      { key: "num_rows", value: "3" },
      { key: "shape", value: "[3,2]" },
    ]);
    expect(context).toBe("training");
    expect(read({}).context).toBeUndefined();
  });
});
