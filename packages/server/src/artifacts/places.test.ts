import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { textAt } from "../testing/requests.ts";
import { post, send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const SERVED = "/api/2.0/mlflow-artifacts/artifacts";
const UPLOAD = "/ajax-api/2.0/mlflow/upload-artifact";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.remove());

const get = (path: string) => send(server, { path });

/** Starts a run whose artifact URI is a path of this machine, which `send` takes for a leak. */
async function createLocalRun(target: TestServer, experimentId: string): Promise<string> {
  const response = await fetch(`${target.url}/api/2.0/mlflow/runs/create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ experiment_id: experimentId }),
  });
  return textAt(await response.json(), "run", "info", "run_id");
}

describe("an experiment with an artifact_location of its own", () => {
  it("may keep artifacts in a configured folder", async () => {
    const location = join(server.folder, "mlartifacts", "team");
    const created = await post(server, "experiments/create", {
      name: "configured",
      artifact_location: location,
    });
    const experiment_id = textAt(created.json, "experiment_id");
    const run = await createLocalRun(server, experiment_id);
    await send(server, { method: "POST", path: `${UPLOAD}?run_uuid=${run}&path=a.txt`, body: "x" });
    expect(await readFile(join(location, run, "artifacts/a.txt"), "utf8")).toBe("x");
    expect((await get(`/get-artifact?run_id=${run}&path=a.txt`)).text).toBe("x");
    expect((await get(`/get-artifact?run_id=${run}&path=../a.txt`)).status).toBe(400);
  });

  it.each(["/etc", "file:///etc", "../x", "mlflow-artifacts:/a/../b", "http://h/x", "a#b"])(
    "may not be %s",
    async (artifact_location) => {
      expect(
        await post(server, "experiments/create", { name: artifact_location, artifact_location }),
      ).toMatchObject({ status: 400, json: { error_code: "INVALID_PARAMETER_VALUE" } });
    },
  );

  it("in a cloud is kept, and its listing says what can be served", async () => {
    const { json } = await post(server, "experiments/create", {
      name: "cloud",
      artifact_location: "s3://bucket/x",
    });
    const experiment_id = textAt(json, "experiment_id");
    const made = await post(server, "runs/create", { experiment_id });
    const run = textAt(made.json, "run", "info", "run_id");
    expect(await get(`/api/2.0/mlflow/artifacts/list?run_id=${run}`)).toMatchObject({
      status: 501,
      json: {
        error_code: "NOT_IMPLEMENTED",
        message: expect.stringMatching(/mlflow-artifacts:\//),
      },
    });
  });
});

describe("a server with --no-serve-artifacts", () => {
  it("answers 503 below mlflow-artifacts, and still serves local folders", async () => {
    const local = await startTestServer({ serveArtifacts: false });
    try {
      const run = await createLocalRun(local, "0");
      for (const request of [
        { path: SERVED },
        { path: `${SERVED}/x` },
        { method: "PUT", path: `${SERVED}/x`, body: "x" },
        { method: "DELETE", path: `${SERVED}/x` },
        { path: "/api/2.0/mlflow-artifacts/presigned/x" },
      ]) {
        expect(await send(local, request)).toMatchObject({
          status: 503,
          json: { message: expect.stringMatching(/--no-serve-artifacts/) },
        });
      }
      expect(existsSync(join(local.folder, "mlartifacts"))).toBe(false);
      const query = `run_uuid=${run}&path=a.txt`;
      await send(local, { method: "POST", path: `${UPLOAD}?${query}`, body: "x" });
      expect(await send(local, { path: `/get-artifact?${query}` })).toMatchObject({ text: "x" });
      expect(existsSync(join(local.folder, "mlruns/0", run, "artifacts/a.txt"))).toBe(true);
    } finally {
      await local.remove();
    }
  });
});
