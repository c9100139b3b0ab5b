import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

describe("what clients and pages ask in passing", () => {
  it.each([
    ["GET", "2.0/mlflow/registered-models/search?filter=name%20LIKE%20'a%25'&max_results=5", {}],
    ["GET", "2.0/mlflow/model-versions/search?filter=run_id%3D'a'", {}],
    ["GET", "2.0/mlflow/traces?experiment_ids=0&max_results=1", {}],
    ["POST", "3.0/mlflow/traces/search", {}],
    ["POST", "3.0/mlflow/traces/metrics", {}],
    ["POST", "3.0/mlflow/datasets/search", {}],
    ["GET", "3.0/mlflow/scorers/list?experiment_id=0", {}],
    ["GET", "2.0/mlflow/gateway-proxy?gateway_path=api%2F2.0%2Fendpoints%2F", { endpoints: [] }],
    ["GET", "3.0/mlflow/assistant/providers", { providers: [] }],
    [
      "GET",
      "3.0/mlflow/assistant/config",
      { providers: {}, projects: {}, remote_access_allowed: false },
    ],
    [
      "GET",
      "3.0/mlflow/ui-telemetry",
      { disable_ui_telemetry: true, disable_ui_events: [], ui_rollout_percentage: 0 },
    ],
    ["POST", "3.0/mlflow/ui-telemetry", { status: "disabled" }],
  ])("answers %s %s", async (method, path, expected) => {
    for (const base of ["/api/", "/ajax-api/"]) {
      const body = method === "POST" ? { body: { experiment_ids: ["0"] } } : {};
      const answer = await send(server, { method, path: base + path, ...body });
      expect([answer.status, answer.json]).toEqual([200, expected]);
    }
  });

  it("tells what the server can do", async () => {
    const { json } = await send(server, { path: "/api/3.0/mlflow/server-info" });
    expect(json).toEqual({
      store_type: "SqlStore",
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false,
      presigned_upload_run_id_supported: true,
      presigned_upload_model_id_supported: true,
      features_enabled: { gateway: false },
    });
  });

  it("knows no current user, as a server without accounts", async () => {
    const { status } = await send(server, { path: "/ajax-api/2.0/mlflow/users/current" });
    expect(status).toBe(404);
  });
});

describe("what comes later", () => {
  it.each([
    ["POST", "2.0/mlflow/registered-models/create", "registered models"],
    ["GET", "2.0/mlflow/registered-models/get?name=a", "registered models"],
    ["POST", "2.0/mlflow/traces", "traces"],
    ["GET", "3.0/mlflow/traces/tr-1", "traces"],
    ["GET", "3.0/mlflow/traces/get?trace_id=tr-1", "traces"],
    ["PATCH", "3.0/mlflow/traces/tr-1/tags", "traces"],
    ["GET", "3.0/mlflow/datasets/d-1", "evaluation"],
    ["GET", "3.0/mlflow/gateway/endpoints/list", "the model gateway"],
    ["GET", "2.0/mlflow/webhooks", "webhooks"],
    ["GET", "3.0/mlflow/workspaces", "workspaces"],
  ])("answers %s %s with 501 and its part", async (method, path, part) => {
    const answer = await send(server, {
      method,
      path: `/api/${path}`,
      ...(method !== "GET" && { body: { name: "a" } }),
    });
    expect(answer.status).toBe(501);
    expect(answer.json).toMatchObject({
      error_code: "NOT_IMPLEMENTED",
      message: expect.stringContaining(`does not serve ${part} yet`),
    });
  });

  it("leaves a path unknown that MLflow does not have either", async () => {
    const { status, json } = await send(server, { path: "/api/2.0/mlflow/registered-models/nope" });
    expect(status).toBe(404);
    expect(json).toMatchObject({ error_code: "ENDPOINT_NOT_FOUND" });
  });

  it("says which methods a path has", async () => {
    const { status, headers } = await send(server, {
      method: "DELETE",
      path: "/api/2.0/mlflow/traces",
    });
    expect([status, headers["allow"]?.split(", ").sort()]).toEqual([
      405,
      ["GET", "HEAD", "OPTIONS", "POST"],
    ]);
  });
});

describe("the routes beside the contract", () => {
  it("serve the OpenAPI document", async () => {
    const { status, json } = await send(server, { path: "/openapi.json" });
    expect(status).toBe(200);
    expect(json).toMatchObject({ openapi: "3.1.1" });
  });

  it("answer GraphQL", async () => {
    const body = {
      query: '{ mlflowGetExperiment(input: {experimentId: "0"}) { experiment { name } } }',
    };
    const { json } = await send(server, { path: "/graphql", body });
    expect(json).toEqual({
      data: { mlflowGetExperiment: { experiment: { name: "Default" } } },
      errors: null,
    });
  });

  it("refuse GraphQL that is no JSON", async () => {
    const headers = { "content-type": "application/graphql" };
    const { status } = await send(server, {
      method: "POST",
      path: "/graphql",
      body: "{ a }",
      headers,
    });
    expect(status).toBe(400);
  });
});
