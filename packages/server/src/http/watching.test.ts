import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRun } from "../testing/requests.ts";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.remove());

const get = (path: string) => send(server, { path });

describe("/ready", () => {
  it("is OK where the database and the artifacts can be reached", async () => {
    expect(await get("/ready")).toMatchObject({ status: 200, text: "OK" });
  });

  it("is 503 with Retry-After, and tells no path, while the database can't be read", async () => {
    const database = await server.openDatabase();
    await database.run("ALTER TABLE experiments RENAME TO elsewhere");
    const { status, headers, text } = await get("/ready");
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("5");
    expect(text).toContain("can't be reached");
    expect(text).not.toContain(server.folder);
    expect((await get("/health")).status).toBe(200);
    await database.run("ALTER TABLE elsewhere RENAME TO experiments");
    await database.close();
    expect((await get("/ready")).status).toBe(200);
  });

  it("is 503 while what artifacts lie in can't be looked into", async () => {
    const artifacts = join(server.folder, "mlartifacts");
    rmSync(artifacts, { recursive: true, force: true });
    // A link in a circle, as root may look into any folder.
    symlinkSync(artifacts, artifacts);
    expect((await get("/ready")).status).toBe(503);
    rmSync(artifacts);
    mkdirSync(artifacts);
    expect((await get("/ready")).status).toBe(200);
  });
});

describe("/metrics", () => {
  it("counts requests by method, route and status, without ids", async () => {
    // Counting begins a moment after the start.
    await get("/metrics");
    const runId = await createRun(server);
    await get(`/api/2.0/mlflow/runs/get?run_id=${runId}`);
    await get(`/api/2.0/mlflow/runs/get?run_id=${runId}`);
    await get("/api/2.0/mlflow/runs/get?run_id=none");
    await get("/no/such/path");
    const { status, headers, text } = await get("/metrics");
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain("text/plain; version=0.0.4");
    const count = (route: string, code: number) =>
      new RegExp(
        `^mlflow_ts_http_request_duration_seconds_count\\{method="GET",route="${route}",status="${code}"\\} (\\d+)$`,
        "m",
      ).exec(text)?.[1];
    expect(count("/api/2.0/mlflow/runs/get", 200)).toBe("2");
    expect(count("/api/2.0/mlflow/runs/get", 404)).toBe("1");
    expect(count("unknown", 404)).toBe("1");
    expect(text).not.toContain(runId);
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  });
});
