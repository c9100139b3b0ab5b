import { readdir } from "node:fs/promises";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "../testing/requests.ts";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const SERVED = "/api/2.0/mlflow-artifacts/artifacts";
const MEGABYTE = 1024 * 1024;

let server: TestServer;
let runId: string;
let root: string;

beforeAll(async () => {
  server = await startTestServer();
  runId = await createRun(server);
  root = `0/${runId}/artifacts`;
});

afterAll(() => server.remove());

const upload = (path: string, body: string | Buffer) =>
  send(server, { method: "PUT", path: `${SERVED}/${path}`, body });
const get = (path: string, headers: Record<string, string> = {}) => send(server, { path, headers });

describe("a download", () => {
  beforeAll(() => upload(`${root}/a.txt`, "hello world"));
  const path = () => `/get-artifact?path=a.txt&run_id=${runId}`;

  it("can be asked for in part", async () => {
    const answer = await get(path(), { range: "bytes=2-4" });
    expect(answer).toMatchObject({ status: 206, text: "llo" });
    expect(answer.headers).toMatchObject({
      "content-range": "bytes 2-4/11",
      "content-length": "3",
    });
    expect(await get(path(), { range: "bytes=-3" })).toMatchObject({ status: 206, text: "rld" });
  });

  it("is refused for a part behind its end", async () => {
    const answer = await get(path(), { range: "bytes=20-40" });
    expect(answer).toMatchObject({ status: 416 });
    expect(answer.headers["content-range"]).toBe("bytes */11");
    expect(answer.json).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
  });

  it("answers 304 to a client that has it", async () => {
    const { headers } = await get(path());
    const etag = String(headers.etag);
    expect(await get(path(), { "if-none-match": etag })).toMatchObject({ status: 304, text: "" });
    expect(await get(path(), { "if-none-match": `"other", W/${etag}` })).toMatchObject({
      status: 304,
    });
    expect(await get(path(), { "if-none-match": '"other"' })).toMatchObject({ status: 200 });
    const since = String(headers["last-modified"]);
    expect(await get(path(), { "if-modified-since": since })).toMatchObject({ status: 304 });
    expect(await get(path(), { "if-modified-since": "nonsense" })).toMatchObject({ status: 200 });
    const range = { range: "bytes=0-1" };
    expect(await get(path(), { ...range, "if-range": etag })).toMatchObject({ status: 206 });
    expect(await get(path(), { ...range, "if-range": '"old"' })).toMatchObject({ status: 200 });
  });

  it("has its length in the answer to HEAD, and no body", async () => {
    const answer = await send(server, { method: "HEAD", path: path() });
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers).toMatchObject({ "content-length": "11", "content-type": "text/plain" });
  });

  it("is refused for a folder, and for what is missing", async () => {
    await upload(`${root}/folder/a`, "x");
    for (const url of [`${SERVED}/${root}/folder`, `/get-artifact?path=folder&run_id=${runId}`]) {
      expect(await get(url)).toMatchObject({
        status: 400,
        json: { message: `Artifact path refers to a directory, not a file: '${root}/folder'` },
      });
    }
    for (const url of [`${SERVED}/${root}/nope`, `/get-artifact?path=nope&run_id=${runId}`]) {
      expect(await get(url)).toMatchObject({
        status: 404,
        json: {
          error_code: "RESOURCE_DOES_NOT_EXIST",
          message: `No such artifact: '${root}/nope'`,
        },
      });
    }
    expect(await get("/get-artifact?path=a&run_id=nope")).toMatchObject({ status: 404 });
    expect(await get("/get-artifact?path=a")).toMatchObject({ status: 400 });
    expect(await get(`/get-artifact?run_id=${runId}`)).toMatchObject({ status: 400 });
  });

  it("frees its file when the client goes away early", async () => {
    await upload(`${root}/large.bin`, Buffer.alloc(20 * MEGABYTE));
    const openFiles = async () => (await readdir("/proc/self/fd")).length;
    const before = await openFiles();
    for (let i = 0; i < 20; i++) {
      await new Promise<void>((resolve) => {
        const socket = connect(server.port, "127.0.0.1", () => {
          socket.write(`GET ${SERVED}/${root}/large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        });
        socket.once("data", () => socket.destroy());
        socket.once("close", () => resolve());
      });
    }
    await expect.poll(openFiles, { timeout: 5000 }).toBeLessThanOrEqual(before + 2);
  });
});
