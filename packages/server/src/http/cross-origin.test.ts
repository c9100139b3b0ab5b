import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { pathOf } from "../testing/urls.ts";

const READ = "/api/2.0/mlflow/experiments/get?experiment_id=0";
const CREATE = "/api/2.0/mlflow/experiments/create";

/** Every route that writes, and paths and methods that answer 404 and 405. */
const writes: [string, string][] = [
  ["POST", "/graphql"],
  ["POST", "/api/2.0/mlflow/no-such-path"],
  ["DELETE", "/no-such-path"],
  ["PUT", CREATE],
  ["POST", "/api/3.0/mlflow/traces/end"],
  ["PATCH", "/health"],
];
for (const endpoint of Object.values(contract)) {
  for (const method of endpoint.methods) {
    if (method === "GET") continue;
    for (const root of ["/api", "/ajax-api"]) writes.push([method, pathOf(endpoint, {}, root)]);
  }
}

describe("by default", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.remove());

  it("refuses a write from a foreign page on every route, and writes nothing", async () => {
    for (const [method, path] of writes) {
      const { status, json } = await send(server, {
        method,
        path,
        headers: { Origin: "https://evil.example.com" },
        body: "{}",
      });
      expect([method, path, status]).toEqual([method, path, 403]);
      expect(json).toMatchObject({ error_code: "PERMISSION_DENIED" });
    }
  });

  const create = async (headers: Record<string, string>, name = crypto.randomUUID()) =>
    (
      await send(server, {
        path: CREATE,
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ name }),
      })
    ).status;

  it.each([
    "null",
    "",
    "https://evil.com",
    "http://localhost.evil.com",
    "http://127.0.0.1.evil.com",
    "http://evil.com/localhost",
    "http://localhost@evil.com",
    "http://evil.com#localhost",
    "http://evil.com http://localhost",
    "http://10.0.0.1",
    "localhost",
    "file://",
    "chrome-extension://localhost.evil",
    "http://127.0.0.1:port",
  ])("refuses a write with the Origin '%s'", async (origin) => {
    expect(await create({ Origin: origin })).toBe(403);
  });

  it.each(["http://localhost:3000", "http://127.0.0.1", "https://[::1]:8080", "HTTP://LOCALHOST"])(
    "accepts a write with the Origin %s",
    async (origin) => {
      expect(await create({ Origin: origin })).toBe(200);
    },
  );

  it("accepts a write from its own page, whatever name the page was opened under", async () => {
    const host = `192.168.1.5:${server.port}`;
    expect(await create({ Host: host, Origin: `http://${host}` })).toBe(200);
    expect(await create({ Host: host.toUpperCase(), Origin: `http://${host}` })).toBe(200);
    expect(await create({ Host: "10.0.0.8:80", Origin: "http://10.0.0.8" })).toBe(200);
    expect(await create({ Host: host, Origin: "http://192.168.1.5:1" })).toBe(403);
    expect(await create({ Host: host, Origin: `http://192.168.1.6:${server.port}` })).toBe(403);
  });

  it("refuses a write that a foreign page's form can send without a preflight", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const { status, text } = await send(server, {
        path: CREATE,
        headers: { "content-type": `${type}; boundary=0123secret` },
        body: '{"name": "forged"}',
      });
      expect(status).toBe(400);
      expect(text).not.toContain("0123secret");
    }
  });

  it("lets no foreign page read an answer", async () => {
    for (const origin of ["https://evil.com", "null"]) {
      const { status, headers } = await send(server, { path: READ, headers: { Origin: origin } });
      expect(status).toBe(200);
      expect(headers["access-control-allow-origin"]).toBeUndefined();
      expect(headers["access-control-allow-credentials"]).toBeUndefined();
    }
  });

  it("answers a foreign page's preflight without a permission", async () => {
    const { status, headers } = await send(server, {
      method: "OPTIONS",
      path: CREATE,
      headers: { Origin: "https://evil.com", "Access-Control-Request-Method": "POST" },
    });
    expect(status).toBe(204);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("says in each answer that it depends on the Origin", async () => {
    const own = await send(server, { path: READ, headers: { Origin: "http://localhost:1" } });
    expect(own.headers["access-control-allow-origin"]).toBe("http://localhost:1");
    expect(own.headers.vary).toBe("Origin");
    const foreign = await send(server, { path: READ, headers: { Origin: "https://evil.com" } });
    expect(foreign.headers.vary).toBe("Origin");
  });
});

describe("with --cors-allowed-origins", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      corsAllowedOrigins: "https://app.example.com,https://*.lab.example.com",
    });
  });
  afterAll(() => server.remove());

  it.each([
    ["https://app.example.com", 200],
    ["https://a.lab.example.com", 200],
    ["http://app.example.com", 403],
    ["https://app.example.com:444", 403],
    ["https://app.example.com.evil.com", 403],
    ["https://evil-app.example.com", 403],
    ["https://lab.example.com", 403],
    ["https://evil.com/.lab.example.com", 403],
    ["https://evil.com?.lab.example.com", 403],
  ])("answers a write from %s with %i", async (origin, status) => {
    const answer = await send(server, {
      path: CREATE,
      headers: { Origin: origin, "content-type": "application/json" },
      body: JSON.stringify({ name: origin }),
    });
    expect(answer.status).toBe(status);
    const allowed = answer.headers["access-control-allow-origin"];
    expect(allowed).toBe(status === 200 ? origin : undefined);
  });

  it("answers the preflight of an accepted page with what it asked for", async () => {
    const { status, headers } = await send(server, {
      method: "OPTIONS",
      path: CREATE,
      headers: {
        Origin: "https://app.example.com",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,authorization",
      },
    });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      "access-control-allow-origin": "https://app.example.com",
      "access-control-allow-methods": expect.stringContaining("PATCH"),
      "access-control-allow-headers": "content-type,authorization",
    });
  });
});

describe("with --cors-allowed-origins '*'", () => {
  it("lets every page in, and none with credentials", async () => {
    const server = await startTestServer({ corsAllowedOrigins: "*" });
    try {
      const { status, headers } = await send(server, {
        path: CREATE,
        headers: { Origin: "https://any.example.com", "content-type": "application/json" },
        body: '{"name": "a"}',
      });
      expect(status).toBe(200);
      expect(headers["access-control-allow-origin"]).toBe("*");
      expect(headers["access-control-allow-credentials"]).toBeUndefined();
    } finally {
      await server.remove();
    }
  });
});
