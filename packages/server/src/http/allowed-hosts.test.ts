import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send, sendBytes } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const PATH = "/api/2.0/mlflow/experiments/get?experiment_id=0";

const statusFor = async (server: TestServer, host: string, path = PATH) =>
  (await send(server, { path, headers: ["Host", host] })).status;

describe("without --allowed-hosts", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.remove());

  it.each([
    "localhost",
    "LocalHost:8080",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.8.9.10",
    "[::1]",
    "[::1]:65535",
    "10.1.2.3:5000",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "[fd12:3456::1]:80",
    "[::ffff:10.0.0.1]",
    "0.0.0.0:5000",
  ])("accepts the Host %s", async (host) => {
    expect(await statusFor(server, host)).toBe(200);
  });

  it.each([
    "example.com",
    "10.evil.com",
    "192.168.evil.com",
    "127.0.0.1.evil.com",
    "localhost.evil.com",
    "evil-localhost",
    "localhost.",
    "127.0.0.1.",
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "11.0.0.1",
    "169.254.169.254",
    "010.0.0.1",
    "0x7f.0.0.1",
    "2130706433",
    "10.1",
    "[::ffff:8.8.8.8]",
    "[2001:db8::1]",
    "[::1",
    "::1",
    "[::1]evil.com",
    "localhost:80:80",
    "localhost:port",
    "localhost:123456",
    "localhost@evil.com",
    "evil.com@localhost",
    "evil.com#localhost",
    "evil.com/localhost",
    "evil.com\\localhost",
    "localhost evil.com",
    "localhost,evil.com",
    "*",
    "",
  ])("refuses the Host '%s'", async (host) => {
    const answer = await send(server, { path: PATH, headers: ["Host", host] });
    expect(answer.status).toBe(403);
    expect(answer.json).toMatchObject({ error_code: "PERMISSION_DENIED" });
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    ["localhost", "evil.com"],
    ["evil.com", "localhost"],
    ["localhost", "localhost"],
  ])("refuses two Host headers, %s and %s", async (first, second) => {
    const headers = ["Host", first, "host", second];
    expect((await send(server, { path: PATH, headers })).status).toBe(403);
  });

  it("refuses a request without a Host", async () => {
    expect(await sendBytes(server, `GET ${PATH} HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    expect(await sendBytes(server, `GET ${PATH} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1.1 403 /);
  });

  it("checks the Host of unknown paths, of the page and of uploads too", async () => {
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/nothing"],
      ["POST", "/graphql"],
      ["GET", "/get-artifact?path=a&run_id=b"],
      ["PUT", "/api/2.0/mlflow-artifacts/artifacts/0/a"],
      ["TRACE", "/"],
    ] as const) {
      const { status } = await send(server, { method, path, headers: ["Host", "evil.com"] });
      expect([path, status]).toEqual([path, 403]);
    }
  });

  it("answers health, readiness and version to any Host, and nothing that only looks like them", async () => {
    expect(await statusFor(server, "evil.com", "/health")).toBe(200);
    expect(await statusFor(server, "evil.com", "/version?x=1")).toBe(200);
    expect(await statusFor(server, "evil.com", "/ready")).toBe(200);
    expect(await statusFor(server, "evil.com", "/metrics")).toBe(403);
    expect(await statusFor(server, "evil.com", "/health/")).toBe(403);
    expect(await statusFor(server, "evil.com", "//health")).toBe(403);
    expect(await statusFor(server, "evil.com", "/health/../get-artifact")).toBe(403);
    expect(await statusFor(server, "evil.com", "/api/2.0/mlflow/health")).toBe(403);
  });

  it("trusts the Host header, not one that a proxy adds or a URL names", async () => {
    const forwarded = ["Host", "evil.com", "X-Forwarded-Host", "localhost"];
    expect((await send(server, { path: PATH, headers: forwarded })).status).toBe(403);
    const absolute = `GET http://localhost${PATH} HTTP/1.1\r\nHost: evil.com\r\n\r\n`;
    expect(await sendBytes(server, absolute)).toMatch(/^HTTP\/1.1 403 /);
  });
});

describe("with --allowed-hosts and a static prefix", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({
      allowedHosts: "mlflow.example.com,*.ml.example.com,192.168.*,pinned.example.com:8443",
      staticPrefix: "/team",
    });
  });
  afterAll(() => server.remove());

  it.each([
    ["mlflow.example.com", 200],
    ["MLFLOW.example.com:5000", 200],
    ["a.ml.example.com", 200],
    ["a.b.ml.example.com:80", 200],
    ["192.168.7.7:5000", 200],
    ["pinned.example.com:8443", 200],
    ["pinned.example.com:8444", 403],
    ["localhost", 403],
    ["127.0.0.1:5000", 403],
    ["10.0.0.1", 403],
    ["ml.example.com", 403],
    ["xmlflow.example.com", 403],
    ["mlflow.example.com.evil.com", 403],
    ["evilml.example.com", 403],
    ["mlflowxexample.com", 403],
  ])("answers the Host %s with %i", async (host, status) => {
    expect(await statusFor(server, host)).toBe(status);
  });

  it("exempts health below the prefix only", async () => {
    const root = { url: `http://127.0.0.1:${server.port}` };
    const headers = ["Host", "evil.com"];
    expect((await send(root, { path: "/team/health", headers })).status).toBe(200);
    expect((await send(root, { path: "/health", headers })).status).toBe(403);
  });
});

describe("with --allowed-hosts '*'", () => {
  it("accepts every Host, yet not two", async () => {
    const server = await startTestServer({ allowedHosts: "*" });
    try {
      expect(await statusFor(server, "anything.example.com")).toBe(200);
      const headers = ["Host", "a", "Host", "b"];
      expect((await send(server, { path: PATH, headers })).status).toBe(403);
    } finally {
      await server.remove();
    }
  });
});
