import { type AnyEndpoint, contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countRows } from "../testing/database.ts";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { pathOf } from "../testing/urls.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const endpoints: readonly AnyEndpoint[] = Object.values(contract);
const routes = endpoints.flatMap((endpoint) =>
  endpoint.methods.flatMap((method) =>
    ["/api", "/ajax-api"].map((root) => ({ endpoint, method, path: pathOf(endpoint, {}, root) })),
  ),
);

describe("every route of the contract", () => {
  it("is closed to a foreign Host and to two Hosts", async () => {
    for (const { method, path } of routes) {
      for (const headers of [
        ["Host", "evil.com"],
        ["Host", "localhost", "Host", "localhost"],
      ]) {
        const { status, json } = await send(server, { method, path, headers });
        expect([method, path, status]).toEqual([method, path, 403]);
        expect(json).toMatchObject({ error_code: "PERMISSION_DENIED" });
      }
    }
  });

  it("that takes JSON refuses a body of another type, and never repeats the type", async () => {
    const before = await countRows(server);
    for (const { endpoint, method, path } of routes) {
      if (endpoint.transfer === "upload" || method === "GET" || method === "DELETE") continue;
      const headers = { "content-type": "text/secret0123" };
      const { status, text } = await send(server, { method, path, headers, body: "{}" });
      expect([method, path, status]).toEqual([method, path, 400]);
      expect(text).not.toContain("secret0123");
    }
    expect(await countRows(server)).toEqual(before);
  });
});
