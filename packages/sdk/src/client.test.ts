import { createServer, type IncomingMessage, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient, MlflowError } from "./index.ts";

interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

let server: Server;
let baseUrl: string;
let received: Received;
let answer = { status: 200, body: "{}", type: "application/json" };

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      received = { method, url, headers, body: Buffer.concat(chunks).toString() };
      response.writeHead(answer.status, { "content-type": answer.type }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  baseUrl = `http://127.0.0.1:${address.port}/prefix/`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

function answerWith(status: number, body: unknown, type = "application/json"): void {
  answer = { status, body: typeof body === "string" ? body : JSON.stringify(body), type };
}

test("sends the fields of a POST as JSON below the prefix", async () => {
  answerWith(200, { experiment_id: "7" });
  const client = createClient({ baseUrl, headers: { authorization: "Bearer x" } });
  expect(await client.createExperiment({ name: "mnist" })).toEqual({ experiment_id: "7" });
  expect(received).toMatchObject({
    method: "POST",
    url: "/prefix/api/2.0/mlflow/experiments/create",
    body: '{"name":"mnist"}',
  });
  expect(received.headers).toMatchObject({
    "content-type": "application/json",
    authorization: "Bearer x",
  });
});

test("finds endpoints that stand at the server's root", async () => {
  answerWith(200, "content", "text/plain");
  const client = createClient({ baseUrl });
  const response = await client.getRunArtifact({ run_id: "ab", path: "dir/a b.txt" });
  expect(received.url).toBe("/prefix/get-artifact?run_id=ab&path=dir%2Fa+b.txt");
  expect(await response.text()).toBe("content");
});

test("sends the fields of a GET in the query, lists by repetition, unset ones not at all", async () => {
  answerWith(200, { metrics: [] });
  const client = createClient({ baseUrl, apiRoot: "ajax-api" });
  await client.getMetricHistoryBulk({
    run_id: ["a", "b"],
    metric_key: "loss & more",
    max_results: undefined,
  });
  expect(received.method).toBe("GET");
  expect(received.url).toBe(
    "/prefix/ajax-api/2.0/mlflow/metrics/get-history-bulk?run_id=a&run_id=b&metric_key=loss+%26+more",
  );
});

test("puts path parameters into the path, encoded, and into the body, where MLflow's server wants them", async () => {
  answerWith(200, { model: {} });
  const client = createClient({ baseUrl });
  await client.setLoggedModelTags({ model_id: "m-1/2?", tags: [{ key: "a", value: "b" }] });
  expect(received.method).toBe("PATCH");
  expect(received.url).toBe("/prefix/api/2.0/mlflow/logged-models/m-1%2F2%3F/tags");
  expect(received.body).toBe('{"model_id":"m-1/2?","tags":[{"key":"a","value":"b"}]}');
});

test("keeps the slashes of a path that may hold them", async () => {
  answerWith(200, {});
  await createClient({ baseUrl }).deleteArtifact({ artifact_path: "1/run/a b#c.txt" });
  expect(received.method).toBe("DELETE");
  expect(received.url).toBe("/prefix/api/2.0/mlflow-artifacts/artifacts/1/run/a%20b%23c.txt");
});

test("refuses a path that climbs, before anything is sent", async () => {
  const call = createClient({ baseUrl }).deleteArtifact({ artifact_path: "1/../2" });
  await expect(call).rejects.toThrow('A path must not hold "..".');
});

test("carries 64-bit integers exactly, both ways", async () => {
  answerWith(200, '{"metrics":[{"key":"a","value":1,"timestamp":5,"step":9007199254740993}]}');
  const client = createClient({ baseUrl });
  await client.logMetric({ run_id: "r", key: "a", value: 1, timestamp: 5, step: 2n ** 53n + 1n });
  expect(received.body).toContain('"step":9007199254740993}');
  const history = await client.getMetricHistory({ run_id: "r", metric_key: "a" });
  expect(history.metrics?.[0]?.step).toBe(2n ** 53n + 1n);
});

test("uploads bytes as they are, with the other fields in the query", async () => {
  answerWith(200, "");
  const body = new TextEncoder().encode('{"not": "parsed"');
  await createClient({ baseUrl }).uploadRunArtifact({ run_uuid: "r", path: "a/b.json" }, body);
  expect(received.url).toBe("/prefix/api/2.0/mlflow/upload-artifact?run_uuid=r&path=a%2Fb.json");
  expect(received.body).toBe('{"not": "parsed"');
});

test("uploads a stream", async () => {
  answerWith(200, {});
  const body = new Blob(["one ", "two"]).stream();
  await createClient({ baseUrl }).uploadArtifact({ artifact_path: "1/a.txt" }, body);
  expect(received.method).toBe("PUT");
  expect(received.body).toBe("one two");
});

test("answers a download as a response whose body can be streamed", async () => {
  answerWith(200, "\u0001bytes", "application/octet-stream");
  const response = await createClient({ baseUrl }).downloadArtifact({ artifact_path: "a.bin" });
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(await response.text()).toBe("\u0001bytes");
});

test("throws the server's refusal with its code, status and message", async () => {
  answerWith(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "Run with id=x not found" });
  const call = createClient({ baseUrl }).getRun({ run_id: "x" });
  await expect(call).rejects.toThrow(MlflowError);
  await expect(call).rejects.toMatchObject({
    errorCode: "RESOURCE_DOES_NOT_EXIST",
    status: 404,
    message: "Run with id=x not found",
  });
});

test("cites an answer that is not MLflow's, shortened", async () => {
  answerWith(502, `<html>\n  bad gateway ${"x".repeat(1000)}</html>`, "text/html");
  const failed = await createClient({ baseUrl })
    .getRun({ run_id: "x" })
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ errorCode: "HTTP_502", status: 502 });
  expect(String(failed)).toContain("502 Bad Gateway: <html> bad gateway xxx");
  expect(String(failed).length).toBeLessThan(300);

  answerWith(200, "<html>login</html>", "text/html");
  await expect(createClient({ baseUrl }).getRun({ run_id: "x" })).rejects.toMatchObject({
    errorCode: "INVALID_ANSWER",
  });
});

test("says which server can't be reached", async () => {
  const call = createClient({ baseUrl: "http://127.0.0.1:1" }).getRun({ run_id: "x" });
  await expect(call).rejects.toMatchObject({ errorCode: "CONNECTION_FAILED", status: 0 });
  await expect(call).rejects.toThrow("Could not reach http://127.0.0.1:1");
});

test("ends a call early when its signal says so", async () => {
  const controller = new AbortController();
  controller.abort(new Error("gone"));
  const call = createClient({ baseUrl }).getRun({ run_id: "x" }, { signal: controller.signal });
  await expect(call).rejects.toThrow("gone");
});
