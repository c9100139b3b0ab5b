import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, it } from "vitest";
import { type AnyEndpoint, contract, openApiDocument } from "./index.ts";

describe("the OpenAPI document", () => {
  const document = openApiDocument();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const endpoints: [string, AnyEndpoint][] = Object.entries(contract);

  it("is valid", async () => {
    const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it("is made once", () => {
    expect(openApiDocument()).toBe(document);
  });

  it("describes every endpoint and method, each with an id and a summary", () => {
    expect(operations).toHaveLength(endpoints.flatMap(([, { methods }]) => methods).length);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(endpoints.map(([name]) => name)));
    for (const { summary } of operations) expect(summary).toMatch(/^\S.{10,}\.$/);
  });

  it("sends the fields of a GET in the query, those of a POST in the body", () => {
    const get = document.paths["/api/2.0/mlflow/metrics/get-history"]?.["get"];
    expect(get?.requestBody).toBeUndefined();
    expect(get?.parameters).toContainEqual({
      name: "metric_key",
      in: "query",
      required: true,
      schema: { type: "string", minLength: 1 },
    });
    const post = document.paths["/api/2.0/mlflow/runs/log-batch"]?.["post"];
    expect(post?.parameters).toBeUndefined();
    expect(post?.requestBody?.content["application/json"]?.schema).toMatchObject({
      required: ["run_id"],
      properties: { metrics: { items: { $ref: "#/components/schemas/Metric" } } },
    });
  });

  it("names the fields in a path, and says which hold slashes", () => {
    const path = document.paths["/api/2.0/mlflow-artifacts/artifacts/{artifact_path}"];
    expect(path?.["put"]?.parameters).toMatchObject([
      { name: "artifact_path", in: "path", required: true, description: "May hold slashes." },
    ]);
    expect(path?.["put"]?.requestBody?.content).toHaveProperty("application/octet-stream");
    expect(path?.["get"]?.responses["200"]).toHaveProperty(["content", "application/octet-stream"]);
  });

  it("gives a 64-bit integer as one", () => {
    const get = document.paths["/api/2.0/mlflow/runs/get"]?.["get"];
    expect(JSON.stringify(get?.responses["200"])).toContain(
      '"step":{"type":"integer","format":"int64"}',
    );
  });

  it("marks old names of fields", () => {
    const get = document.paths["/api/2.0/mlflow/runs/get"]?.["get"];
    expect(get?.parameters).toContainEqual(
      expect.objectContaining({ name: "run_uuid", required: false, deprecated: true }),
    );
  });
});
