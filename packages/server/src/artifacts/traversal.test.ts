import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "../testing/requests.ts";
import { send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

const SERVED = "/api/2.0/mlflow-artifacts/artifacts";
const UPLOAD = "/ajax-api/2.0/mlflow/upload-artifact";

let server: TestServer;
let runId: string;
let root: string;

beforeAll(async () => {
  server = await startTestServer();
  runId = await createRun(server);
  root = `0/${runId}/artifacts`;
  await send(server, { method: "PUT", path: `${SERVED}/${root}/kept.txt`, body: "kept" });
});

afterAll(() => server.remove());

const onDisk = (path: string) => join(server.folder, "mlartifacts", path);

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
      { path: `/download-artifacts?run_id=${runId}&path=${query}` },
      { path: `/preview-artifact?run_id=${runId}&path=${query}.html` },
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
      expect(existsSync(onDisk(`${root}/kept.txt`))).toBe(true);
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
