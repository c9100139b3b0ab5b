import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { send } from "./testing/send.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

const ARTIFACT = "/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts/a.txt";
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ artifactsOnly: true });
});
afterAll(() => server.remove());

test("with --artifacts-only stores and hands out artifacts without a database", async () => {
  expect(await send(server, { method: "PUT", path: ARTIFACT, body: "x" })).toMatchObject({
    status: 200,
  });
  expect(await send(server, { path: ARTIFACT })).toMatchObject({ status: 200, text: "x" });
  expect(await send(server, { path: "/health" })).toMatchObject({ status: 200 });
  expect(existsSync(join(server.folder, "mlflow.db"))).toBe(false);
});

test.each([
  { path: "/api/2.0/mlflow/experiments/get?experiment_id=0" },
  { path: "/api/2.0/mlflow/artifacts/list?run_id=00000000000000000000000000000000" },
  { path: "/get-artifact?run_id=00000000000000000000000000000000&path=a.txt" },
  { method: "POST", path: "/graphql", body: { query: "{ a }" } },
])("with --artifacts-only refuses $path with 503 and says why", async (request) => {
  expect(await send(server, request)).toMatchObject({
    status: 503,
    json: {
      error_code: "TEMPORARILY_UNAVAILABLE",
      message: expect.stringContaining("--artifacts-only"),
    },
  });
});
