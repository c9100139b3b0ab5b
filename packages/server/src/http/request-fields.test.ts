import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun, readRun } from "../testing/requests.ts";
import { post, send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const GET_RUN = "/api/2.0/mlflow/runs/get";
const JSON_TYPE = { "content-type": "application/json" };

let server: TestServer;
let runId: string;

beforeAll(async () => {
  server = await startTestServer();
  runId = await createRun(server);
});

afterAll(() => server.remove());

describe("the fields of a request", () => {
  it("come in the query or, as JSON, in the body of a GET", async () => {
    const answer = { status: 200, json: { run: { info: { run_id: runId } } } };
    expect(await send(server, { path: `${GET_RUN}?run_id=${runId}` })).toMatchObject(answer);
    const body = { run_id: runId };
    expect(await send(server, { method: "GET", path: GET_RUN, body })).toMatchObject(answer);
  });

  it("come in the query of a GET whatever content type an absent body is said to have", async () => {
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
      const path = `${GET_RUN}?run_id=${runId}`;
      const { status } = await send(server, { path, headers: { "content-type": type } });
      expect(status).toBe(200);
    }
  });

  it("never come in the query of a POST, which any page can make a browser send", async () => {
    const path = `/api/2.0/mlflow/runs/set-tag?run_id=${runId}&key=a&value=b`;
    const bare = await send(server, { method: "POST", path });
    expect(bare.status).toBe(400);
    const withBody = await send(server, { method: "POST", path, headers: JSON_TYPE, body: "{}" });
    expect(withBody).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining("Missing value for required parameter 'run_id'") },
    });
    expect((await readRun(server, runId)).tags).toEqual([]);
  });

  it.each([
    [{}, "Bad Request. Content-Type header is missing."],
    [
      { "content-type": "text/plain" },
      "Bad Request. Content-Type must be one of ['application/json'].",
    ],
  ])("come as JSON, not with the headers %j", async (headers, message) => {
    const path = "/api/2.0/mlflow/experiments/create";
    const { status, json } = await send(server, { path, headers, body: '{"name": "x"}' });
    expect(status).toBe(400);
    expect(json).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE", message });
  });

  it("name the experiment of a new run, which never lands in one that nobody named", async () => {
    const { status, json } = await post(server, "runs/create", { start_time: 1 });
    expect(status).toBe(400);
    expect(json).toMatchObject({ message: expect.stringContaining("'experiment_id'") });
  });
});

describe("a path with two slashes", () => {
  it("leads to the endpoint that was meant", async () => {
    const answer = await send(server, { path: `//api/2.0//mlflow/runs/get?run_id=${runId}` });
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`${GET_RUN}?run_id=${runId}`);
  });

  it.each(["//evil.example.com/x", "/\\evil.example.com//api/x", "//\\evil.example.com/api/2.0/x"])(
    "never leads to another host: %s",
    async (path) => {
      const { status, headers } = await send(server, { path });
      expect(status).toBe(404);
      expect(headers.location).toBeUndefined();
    },
  );
});

describe("OPTIONS", () => {
  it("tells what a path answers", async () => {
    const options = (path: string) => send(server, { method: "OPTIONS", path });
    const { status, headers, text } = await options(GET_RUN);
    expect([status, headers.allow, text]).toEqual([204, "GET, HEAD, OPTIONS", ""]);
    expect((await options("/api/2.0/mlflow/nope")).status).toBe(404);
  });
});

it("a stored file is answered with nothing, as MLflow does", async () => {
  const path = "/api/2.0/mlflow-artifacts/artifacts/0/run/artifacts/a.txt";
  const { status, text, headers } = await send(server, { method: "PUT", path, body: "hello" });
  expect(status).toBe(200);
  expect(text).toBe("");
  expect(headers["content-type"]).toBeUndefined();
});
