import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun, textAt } from "../testing/requests.ts";
import { post, send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const SERVED = "/api/2.0/mlflow-artifacts/artifacts";
const UPLOAD = "/ajax-api/2.0/mlflow/upload-artifact";
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
const get = (path: string) => send(server, { path });
const onDisk = (path: string) => join(server.folder, "mlartifacts", path);

describe("what is uploaded", () => {
  it("is where MLflow keeps it, and comes back", async () => {
    expect(await upload(`${root}/dir/b.json`, '{"a":1}')).toMatchObject({ status: 200 });
    expect(await readFile(onDisk(`${root}/dir/b.json`), "utf8")).toBe('{"a":1}');
    for (const path of [
      `${SERVED}/${root}/dir/b.json`,
      `/ajax-api/2.0/mlflow-artifacts/artifacts/${root}/dir/b.json`,
      `/get-artifact?path=dir/b.json&run_uuid=${runId}`,
      `/get-artifact?path=dir%2Fb.json&run_id=${runId}`,
    ]) {
      const answer = await get(path);
      expect(answer).toMatchObject({ status: 200, text: '{"a":1}' });
      expect(answer.headers).toMatchObject({
        "content-type": "text/plain",
        "content-length": "7",
        "content-disposition": "attachment; filename=b.json",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "accept-ranges": "bytes",
        "cache-control": "no-cache",
      });
    }
  });

  it("may be empty, and sent without any content type", async () => {
    expect(await upload(`${root}/empty.bin`, "")).toMatchObject({ status: 200 });
    const answer = await get(`${SERVED}/${root}/empty.bin`);
    expect(answer).toMatchObject({ status: 200, text: "" });
    expect(answer.headers["content-length"]).toBe("0");
  });

  it("keeps its name in any script", async () => {
    await upload(`${root}/%E6%97%A5%E6%9C%AC%20%F0%9F%8E%89.txt`, "x");
    expect(existsSync(onDisk(`${root}/日本 🎉.txt`))).toBe(true);
    const answer = await get(
      `/get-artifact?run_id=${runId}&path=${encodeURIComponent("日本 🎉.txt")}`,
    );
    expect(answer.headers["content-disposition"]).toBe(
      `attachment; filename=" .txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC%20%F0%9F%8E%89.txt`,
    );
  });

  it("is taken whatever its content type says", async () => {
    for (const type of ["application/json", "text/html", "multipart/form-data; boundary=x"]) {
      const path = `${SERVED}/${root}/typed`;
      const headers = { "content-type": type };
      expect(await send(server, { method: "PUT", path, body: "{not json", headers })).toMatchObject(
        {
          status: 200,
        },
      );
      expect((await get(path)).text).toBe("{not json");
    }
  });

  it("is listed below the run, with sizes, and below the served root", async () => {
    const run = await createRun(server);
    const base = `0/${run}/artifacts`;
    for (const path of ["b.txt", "Z.txt", "dir/c.txt", "dir/sub/d.txt"]) {
      await upload(`${base}/${path}`, "12");
    }
    const list = async (query: string) =>
      (await get(`/api/2.0/mlflow/artifacts/list?run_id=${run}${query}`)).json;
    const root_uri = `mlflow-artifacts:/${base}`;
    expect(await list("")).toEqual({
      root_uri,
      files: [
        { path: "Z.txt", is_dir: false, file_size: 2 },
        { path: "b.txt", is_dir: false, file_size: 2 },
        { path: "dir", is_dir: true },
      ],
    });
    expect(await list("&path=dir")).toEqual({
      root_uri,
      files: [
        { path: "dir/c.txt", is_dir: false, file_size: 2 },
        { path: "dir/sub", is_dir: true },
      ],
    });
    for (const path of ["b.txt", "nope", "b.txt/x"]) {
      expect(await list(`&path=${path}`)).toEqual({ root_uri });
    }
    expect((await get(`${SERVED}?path=${base}/dir`)).json).toEqual({
      files: [
        { path: "c.txt", is_dir: false, file_size: 2 },
        { path: "sub", is_dir: true },
      ],
    });
    expect((await get(`${SERVED}?path=nope`)).json).toEqual({});
  });

  it("is gone after its deletion; what was never there is no error", async () => {
    await upload(`${root}/gone/a/b`, "x");
    const remove = (path: string) => send(server, { method: "DELETE", path: `${SERVED}/${path}` });
    for (const path of [`${root}/gone/a/b`, `${root}/gone`, `${root}/gone/`]) {
      expect(await remove(path)).toMatchObject({ status: 200, json: {} });
    }
    expect(existsSync(onDisk(`${root}/gone`))).toBe(false);
    expect(existsSync(onDisk(root))).toBe(true);
  });
});

describe("an upload that goes wrong", () => {
  it("leaves nothing when the client breaks off", async () => {
    const socket = connect(server.port, "127.0.0.1");
    socket.write(
      `PUT ${SERVED}/${root}/new/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999\r\n\r\n`,
    );
    socket.write("part");
    await expect
      .poll(async () => (await readdir(onDisk(root))).some((name) => name.startsWith(".artifact")))
      .toBe(true);
    socket.destroy();
    await expect
      .poll(async () => (await readdir(onDisk(root))).some((name) => name.startsWith(".artifact")))
      .toBe(false);
    expect(existsSync(onDisk(`${root}/new`))).toBe(false);
  });

  it("is told so, though the client is still sending", async () => {
    const answer = await send(server, {
      method: "POST",
      path: `${UPLOAD}?run_uuid=${runId}&path=big.bin`,
      body: Buffer.alloc(40 * MEGABYTE),
    });
    expect(answer).toMatchObject({
      status: 400,
      json: { message: "Artifact size is too large. Max size is 10MB." },
    });
    expect(existsSync(onDisk(`${root}/big.bin`))).toBe(false);
  });

  it("refuses a file in place of a folder, and below a file", async () => {
    await upload(`${root}/taken/a`, "x");
    for (const path of ["taken", "taken/a/b", "taken/", "n".repeat(300)]) {
      expect((await upload(`${root}/${path}`, "y")).status, path).toBe(400);
    }
  });
});

describe("upload-artifact", () => {
  const sendTo = (query: string, body: string) =>
    send(server, { method: "POST", path: `${UPLOAD}?${query}`, body });

  it("stores one file of the run", async () => {
    expect(await sendTo(`run_uuid=${runId}&path=up/f.txt`, "x")).toMatchObject({ status: 200 });
    expect(await readFile(onDisk(`${root}/up/f.txt`), "utf8")).toBe("x");
  });

  it("refuses an empty body, an unknown run and missing fields", async () => {
    expect(await sendTo(`run_uuid=${runId}&path=none`, "")).toMatchObject({
      status: 400,
      json: { message: "Request must specify data." },
    });
    expect(existsSync(onDisk(`${root}/none`))).toBe(false);
    expect(await sendTo("run_uuid=nope&path=a", "x")).toMatchObject({ status: 404 });
    expect(await sendTo("path=a", "x")).toMatchObject({ status: 400 });
    expect(await sendTo(`run_uuid=${runId}`, "x")).toMatchObject({ status: 400 });
  });
});

describe("a logged model's artifacts", () => {
  it("are listed and downloaded", async () => {
    const { json } = await post(server, "logged-models", { experiment_id: "0", name: "m" });
    const model_id = textAt(json, "model", "info", "model_id");
    const artifact_uri = textAt(json, "model", "info", "artifact_uri");
    expect(artifact_uri).toBe(`mlflow-artifacts:/0/models/${model_id}/artifacts`);
    await upload(`0/models/${model_id}/artifacts/MLmodel`, "flavors: {}");
    await upload(`0/models/${model_id}/artifacts/data/model.pth`, "x");
    const base = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts`;
    expect((await get(`${base}/directories`)).json).toEqual({
      root_uri: artifact_uri,
      files: [
        { path: "MLmodel", is_dir: false, file_size: 11 },
        { path: "data", is_dir: true },
      ],
    });
    expect((await get(`${base}/directories?artifact_directory_path=data`)).json).toMatchObject({
      files: [{ path: "data/model.pth", is_dir: false, file_size: 1 }],
    });
    const file = await get(`${base}/files?artifact_file_path=MLmodel`);
    expect(file).toMatchObject({ status: 200, text: "flavors: {}" });
    expect((await get(`${base}/files?artifact_file_path=..%2fx`)).status).toBe(400);
    expect((await get(`${base}/directories?artifact_directory_path=..%2fx`)).status).toBe(400);
    expect((await get(`${base}/files`)).status).toBe(400);
    const unknown = "/api/2.0/mlflow/logged-models/nope/artifacts";
    expect((await get(`${unknown}/files?artifact_file_path=a`)).status).toBe(404);
    expect((await get(`${unknown}/directories`)).status).toBe(404);
  });
});

describe("what a local folder can't do", () => {
  it("is answered in the words that MLflow's clients look for", async () => {
    const parts = await send(server, {
      method: "POST",
      path: `/api/2.0/mlflow-artifacts/mpu/create/${root}/m.bin`,
      body: { path: "m.bin", num_parts: 2 },
    });
    expect(parts).toMatchObject({
      status: 501,
      json: {
        error_code: "NOT_IMPLEMENTED",
        message: "Multipart upload is not supported for the current artifact repository",
      },
    });
    expect((await get(`/api/2.0/mlflow-artifacts/presigned/${root}/a.txt`)).status).toBe(501);
  });

  it("is refused for artifacts that go through the server", async () => {
    for (const which of ["upload", "download"]) {
      const presign = (body: Record<string, unknown>) =>
        post(server, `artifacts/presigned-${which}-url`, body);
      expect(await presign({ run_id: runId, path: "a.txt" })).toMatchObject({
        status: 400,
        json: { message: expect.stringMatching(/is not supported for proxied artifact storage/) },
      });
      expect((await presign({ run_id: runId, path: "../a" })).status).toBe(400);
      expect((await presign({ run_id: runId })).status).toBe(400);
      expect((await presign({ run_id: "nope", path: "a" })).status).toBe(404);
    }
    const path = "artifacts/presigned-download-url";
    expect((await post(server, path, { run_id: runId, path: "a", expiration: 0 })).status).toBe(
      400,
    );
  });

  it("waits for registered models", async () => {
    expect(await get("/model-versions/get-artifact?name=m&version=1&path=a")).toMatchObject({
      status: 501,
      json: { error_code: "NOT_IMPLEMENTED" },
    });
  });
});
