import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hostile-models-"));
  await writeFile(join(folder, "secret.mjs"), "export const predict = () => 'secret';");
});
afterAll(() => rm(folder, { recursive: true }));

async function makeModel(name: string, mlmodel: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "MLmodel"), mlmodel);
  return path;
}

describe("a model's file MLmodel", () => {
  test.each([
    ["above its folder", "{javascript: {main: ../secret.mjs}}"],
    ["anywhere on the disk", "{javascript: {main: /etc/passwd}}"],
    ["in no file", "{javascript: {main: missing.mjs}}"],
    ["in what is no path", "{javascript: {main: [1]}}"],
    ["in nothing", "{javascript: {}}"],
    ["by a graph above its folder", "{onnx: {data: ../secret.mjs}}"],
    ["by a TensorFlow.js model above its folder", "{tfjs: {data: ../secret.mjs}}"],
  ])("can't name code or weights %s", async (what, flavors) => {
    const path = await makeModel(what.replaceAll(/\W/g, "-"), `flavors: ${flavors}`);
    await expect(mlflow.loadModel(path)).rejects.toThrow("no file of its folder");
  });

  test("can't name a link that leads out of its folder", async () => {
    const path = await makeModel("linked", "flavors: {javascript: {main: secret.mjs}}");
    await symlink(join(folder, "secret.mjs"), join(path, "secret.mjs"));
    await expect(mlflow.loadModel(path)).rejects.toThrow("no file of its folder");
  });

  test("can't lead to weights above its folder through a model.json", async () => {
    const path = await makeModel("weights", "flavors: {tfjs: {data: model.json}}");
    const weightsManifest = [{ paths: ["../secret.mjs"], weights: [] }];
    await writeFile(join(path, "model.json"), JSON.stringify({ weightsManifest }));
    await expect(mlflow.loadModel(path)).rejects.toThrow("../secret.mjs");
  });

  test("that names a flavor like a field of every object has no such flavor", async () => {
    const path = await makeModel("proto", "flavors: {constructor: {}, __proto__: {onnx: {}}}");
    await expect(mlflow.loadModel(path)).rejects.toMatchObject({
      errorCode: "RESOURCE_DOES_NOT_EXIST",
    });
  });
});

describe("a server", () => {
  /** Says of a model that it has a file at `path`, and sends anything for it. */
  async function loadFrom(path: string): Promise<unknown> {
    const server = createServer((request, response) => {
      const model = { info: { model_id: "m-1", artifact_uri: "mlflow-artifacts:/1" }, data: {} };
      const files = [{ path, is_dir: path === "deeper" }];
      const { pathname } = new URL(request.url ?? "", "http://localhost");
      if (pathname.includes("logged-models")) response.end(JSON.stringify({ model }));
      else if (pathname.endsWith("/artifacts")) response.end(JSON.stringify({ files }));
      else response.end("x");
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    // A server that listens on a port has an address of this form.
    const { port } = server.address() as AddressInfo;
    try {
      mlflow.setTrackingUri(`http://127.0.0.1:${port}`);
      return await mlflow.loadModel("models:/m-1").catch((error: unknown) => error);
    } finally {
      server.close();
    }
  }

  test.each(["../../escaped", "/tmp/escaped", "a\\..\\..\\escaped", "a/../../escaped", "", "."])(
    "can't write the file '%s' of a model",
    async (path) => {
      expect(await loadFrom(path)).toMatchObject({
        errorCode: "INVALID_PARAMETER_VALUE",
        message: expect.stringContaining("path"),
      });
      expect(existsSync(join(tmpdir(), "escaped"))).toBe(false);
    },
  );

  test("that lists folders without end is left", async () => {
    expect(await loadFrom("deeper")).toMatchObject({
      message: expect.stringContaining("too much for a model"),
    });
  });
});

test("a model is saved into a new or empty folder only", async () => {
  const module = join(folder, "secret.mjs");
  await expect(mlflow.saveModel(module, folder)).rejects.toThrow("not empty");
  await expect(
    mlflow.saveModel(module, join(folder, "new"), { codePaths: ["../up.mjs"] }),
  ).rejects.toThrow("'../up.mjs'");
});

test("weights that a graph names above its folder are not taken along", async () => {
  // As in ONNX's external_data: the key `location` and its value.
  const graph = Buffer.from("\n\u0008location\u0012\u000d../secret.mjs");
  await mkdir(join(folder, "graph"));
  await writeFile(join(folder, "graph/model.onnx"), graph);
  await expect(
    mlflow.onnx.saveModel(join(folder, "graph/model.onnx"), join(folder, "copied")),
  ).rejects.toThrow("'../secret.mjs'");
});
