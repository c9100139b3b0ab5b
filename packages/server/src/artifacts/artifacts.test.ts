import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
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
const get = (path: string, headers: Record<string, string> = {}) => send(server, { path, headers });
const onDisk = (path: string) => join(server.folder, "mlartifacts", path);

/** Starts a run whose artifact URI is a path of this machine, which `send` takes for a leak. */
async function createLocalRun(target: TestServer, experimentId: string): Promise<string> {
  const response = await fetch(`${target.url}/api/2.0/mlflow/runs/create`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ experiment_id: experimentId }),
  });
  return textAt(await response.json(), "run", "info", "run_id");
}

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

describe("a path that leads elsewhere", () => {
  const evil = [
    "../x",
    "a/../../x",
    "..%2fx",
    "%2e%2e/x",
    "%2e%2e%2fx",
    "%252e%252e%252fx",
    "%25252e%25252e%25252fx",
    ".%2e%2fx",
    "%5c..%5cx",
    "..%5cx",
    "a%5cb",
    "%2fetc/passwd",
    "%252fetc%252fpasswd",
    "%2f%2fetc/passwd",
    "C:/x",
    "C%3a%2fx",
    "a%23b",
    "a%253fb",
    "a%3fb",
    "a%00b",
    "a%2500b",
    "a%0ab",
    "%ef%bc%8e%ef%bc%8e/x",
    "%c0%ae%c0%ae/x",
    ".artifact.uploading.x",
  ];

  it.each(evil)("%s is refused by every endpoint, and nothing is touched", async (path) => {
    const files = async () => (await readdir(server.folder, { recursive: true })).length;
    const before = await files();
    const query = encodeURIComponent(decodeURIComponent(path.replace(/%c0%ae|%00/g, "\0")));
    // Below a folder, a slash at the beginning is only a second one.
    const below = path.replace(/^(?:%2f|%252f)+/, "../");
    const requests = [
      { path: `${SERVED}/${path}` },
      { path: `${SERVED}/${root}/${below}` },
      { method: "PUT", path: `${SERVED}/${path}`, body: "evil" },
      { method: "PUT", path: `${SERVED}/${root}/${below}`, body: "evil" },
      { method: "DELETE", path: `${SERVED}/${path}` },
      { method: "DELETE", path: `${SERVED}/${root}/${below}` },
      { path: `${SERVED}?path=${query}` },
      { path: `/api/2.0/mlflow/artifacts/list?run_id=${runId}&path=${query}` },
      { path: `/get-artifact?run_id=${runId}&path=${query}` },
      { method: "POST", path: `${UPLOAD}?run_uuid=${runId}&path=${query}`, body: "evil" },
      { path: `/api/2.0/mlflow-artifacts/presigned/${path}` },
      { method: "POST", path: `/api/2.0/mlflow-artifacts/mpu/create/${path}`, body: { path: "a" } },
    ];
    for (const request of requests) {
      const answer = await send(server, request);
      expect(answer, JSON.stringify(request)).toMatchObject({
        status: 400,
        json: { error_code: "INVALID_PARAMETER_VALUE" },
      });
    }
    expect(await files()).toBe(before);
  });

  it.each(["", ".", "%2e", "./.", "%252e", "/", `0/./x`])(
    "%j is never taken for something to store or remove",
    async (path) => {
      for (const method of ["PUT", "DELETE"]) {
        const request = {
          method,
          path: `${SERVED}/${path}`,
          ...(method === "PUT" && { body: "x" }),
        };
        expect((await send(server, request)).status).toBe(400);
      }
      expect(existsSync(onDisk(root))).toBe(true);
    },
  );

  it("can't leave by a link", async () => {
    await writeFile(join(server.folder, "secret"), "secret");
    await mkdir(onDisk(root), { recursive: true });
    await symlink(server.folder, onDisk(`${root}/link`));
    for (const request of [
      { path: `${SERVED}/${root}/link/secret` },
      { path: `/get-artifact?run_id=${runId}&path=link/secret` },
      { path: `/api/2.0/mlflow/artifacts/list?run_id=${runId}&path=link` },
      { method: "PUT", path: `${SERVED}/${root}/link/new`, body: "x" },
      { method: "DELETE", path: `${SERVED}/${root}/link/secret` },
    ]) {
      expect(await send(server, request)).toMatchObject({
        status: 400,
        json: {
          message: expect.stringMatching(/^Invalid path: .* outside the artifact directory/),
        },
      });
    }
    expect(await readFile(join(server.folder, "secret"), "utf8")).toBe("secret");
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
