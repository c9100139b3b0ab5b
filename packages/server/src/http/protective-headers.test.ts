import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "../testing/requests.ts";
import { post, send, sendBytes } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

describe("every answer", () => {
  it.each([
    ["GET", "/"],
    ["GET", "/health"],
    ["GET", "/api/2.0/mlflow/experiments/get?experiment_id=0"],
    ["GET", "/api/2.0/mlflow/experiments/get?experiment_id=99"],
    ["GET", "/api/2.0/mlflow/no-such-path"],
    ["DELETE", "/api/2.0/mlflow/experiments/get"],
    ["GET", "/assets/none.js"],
    ["GET", "/assets/../index.html"],
    ["GET", "/%zz"],
    ["HEAD", "/api/2.0/mlflow/experiments/get?experiment_id=0"],
    ["OPTIONS", "/"],
  ])("to %s %s forbids sniffing and foreign frames", async (method, path) => {
    const { headers } = await send(server, { method, path });
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["x-frame-options"]).toBe("SAMEORIGIN");
    expect(headers["server"]).toBeUndefined();
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  it("to a request that is not HTTP is JSON, too", async () => {
    const answer = await sendBytes(server, "BREW /pot HTCPCP/1.0\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"error_code":"BAD_REQUEST"');
    expect(answer.toLowerCase()).toContain("nosniff");
  });

  it("to a request with too many headers is 431 and JSON", async () => {
    const answer = await sendBytes(
      server,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${"x".repeat(70_000)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 431 /);
    expect(answer).toContain('"error_code":"REQUEST_LIMIT_EXCEEDED"');
  });
});

describe("the page", () => {
  it("has a policy under which only its own scripts run and only its own origin frames it", async () => {
    const { status, headers } = await send(server, { path: "/" });
    expect(status).toBe(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toContain("object-src 'none'");
    expect(policy).toContain("base-uri 'self'");
    expect(policy).toContain("frame-ancestors 'self'");
  });

  it("is not framed by anyone with --x-frame-options DENY", async () => {
    const strict = await startTestServer({ xFrameOptions: "DENY" });
    try {
      const { headers } = await send(strict, { path: "/" });
      expect(headers["x-frame-options"]).toBe("DENY");
      expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    } finally {
      await strict.remove();
    }
  });
});

describe("an artifact", () => {
  it.each(["page.html", "image.svg", "notebook.ipynb", "run.js", "plain.txt", "model.pkl"])(
    "named %s is sent as an attachment that could run nothing",
    async (name) => {
      const runId = await createRun(server);
      const path = `/api/2.0/mlflow-artifacts/artifacts/0/${runId}/artifacts/${name}`;
      const content = "<script>alert(document.domain)</script>";
      const put = await send(server, { method: "PUT", path, body: content });
      expect(put.status).toBe(200);
      for (const url of [path, `/get-artifact?run_id=${runId}&path=${name}`]) {
        const { status, headers, text } = await send(server, { path: url });
        expect([status, text]).toEqual([200, content]);
        expect(headers["content-disposition"]).toMatch(/^attachment/);
        expect(headers["x-content-type-options"]).toBe("nosniff");
        expect(headers["content-security-policy"]).toContain("sandbox");
      }
    },
  );
});

it("turns all of it off with --disable-security-middleware alone", async () => {
  const open = await startTestServer({ disableSecurityMiddleware: true });
  try {
    const headers = { Host: "evil.com", Origin: "https://evil.com" };
    const answer = await post(open, "experiments/create", { name: "a" }, headers);
    expect(answer.status).toBe(200);
    expect(answer.headers["x-frame-options"]).toBeUndefined();
  } finally {
    await open.remove();
  }
});
