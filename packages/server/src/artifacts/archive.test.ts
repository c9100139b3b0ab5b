import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun, textAt } from "../testing/requests.ts";
import { post, send } from "../testing/send.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";
import { writeZip, type ZipEntry } from "./zip-stream.ts";

let server: TestServer;
let runId: string;

beforeAll(async () => {
  server = await startTestServer();
  runId = await createRun(server);
  const files = { "a.txt": "first", "plots/loss.png": "PNG", "plots/deep/日本 🎉.txt": "unicode" };
  for (const [path, body] of Object.entries({ ...files, "plots/empty": "" })) {
    await upload(`0/${runId}/artifacts/${path}`, body);
  }
});

afterAll(() => server.remove());

async function upload(path: string, body: string) {
  const served = `/api/2.0/mlflow-artifacts/artifacts/${encodeURI(path)}`;
  expect(await send(server, { method: "PUT", path: served, body })).toMatchObject({ status: 200 });
}

async function download(query: string) {
  const answer = await fetch(`${server.url}/download-artifacts?${query}`);
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** The files of an archive by its directory, each checked against its own header and checksum. */
function readZip(zip: Buffer): Record<string, string> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = zip.readUInt16LE(end + 10);
  const files: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    expect(zip.readUInt32LE(at)).toBe(0x0201_4b50);
    const [size, nameLength, extraLength] = [
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
    ];
    const name = zip.subarray(at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    expect(zip.readUInt32LE(local)).toBe(0x0403_4b50);
    expect(zip.subarray(local + 30, local + 30 + nameLength)).toEqual(name);
    const from = local + 30 + nameLength + zip.readUInt16LE(local + 28);
    const content = zip.subarray(from, from + size);
    expect(zip.readUInt32LE(at + 16)).toBe(crc32(content));
    files[name.toString()] = content.toString();
    at += 46 + nameLength + extraLength;
  }
  expect(at).toBe(end);
  return files;
}

describe("a folder's archive", () => {
  it("holds every file below it, under the folder's name", async () => {
    const { answer, bytes } = await download(`run_id=${runId}&path=plots`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("content-disposition")).toBe("attachment; filename=plots.zip");
    expect(readZip(bytes)).toEqual({
      "plots/loss.png": "PNG",
      "plots/empty": "",
      "plots/deep/日本 🎉.txt": "unicode",
    });
  });

  it("is that of all artifacts without a path", async () => {
    const { bytes } = await download(`run_id=${runId}`);
    expect(Object.keys(readZip(bytes))).toHaveLength(4);
    expect(readZip(bytes)["artifacts/a.txt"]).toBe("first");
  });

  it("exists for a logged model", async () => {
    const { json } = await post(server, "logged-models", { experiment_id: "0", name: "m" });
    const modelId = textAt(json, "model", "info", "model_id");
    await upload(`0/models/${modelId}/artifacts/data/model.pth`, "weights");
    const { bytes } = await download(`model_id=${modelId}`);
    expect(readZip(bytes)).toEqual({ "model/data/model.pth": "weights" });
  });

  it("is refused for a file, a missing folder, a missing run, and for links that lead round", async () => {
    for (const path of ["a.txt", "nope"]) {
      const { answer } = await download(`run_id=${runId}&path=${path}`);
      expect(answer.status).toBe(404);
    }
    expect((await download("run_id=nope")).answer.status).toBe(404);
    expect((await download("path=plots")).answer.status).toBe(400);
    const folder = join(server.folder, "mlartifacts/0", runId, "artifacts/round");
    await mkdir(folder);
    await symlink(folder, join(folder, "again"));
    const { answer, bytes } = await download(`run_id=${runId}&path=round`);
    expect([answer.status, bytes.toString()]).toEqual([400, expect.stringContaining("deep")]);
  });
});

describe("writeZip", () => {
  async function* repeat(count: number): AsyncIterable<ZipEntry> {
    for (let i = 0; i < count; i++) {
      yield { name: `${i}`, sizeBytes: 0, modifiedMs: 0, read: async function* () {} };
    }
  }

  it("counts more files than 16 bits can", async () => {
    const zip = await buffer(writeZip(repeat(70_000)));
    const end64 = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 6, 6]));
    expect(zip.readBigUInt64LE(end64 + 32)).toBe(70_000n);
    const locator = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 6, 7]));
    expect(zip.readBigUInt64LE(locator + 8)).toBe(BigInt(end64));
  });

  it("breaks off when a file is not as long as it said", async () => {
    const file: ZipEntry = {
      name: "a",
      sizeBytes: 3,
      modifiedMs: 0,
      read: async function* () {
        yield Buffer.from("ab");
      },
    };
    const entries = async function* () {
      yield file;
    };
    await expect(buffer(writeZip(entries()))).rejects.toThrow("a file of 3 bytes had 2");
  });
});
