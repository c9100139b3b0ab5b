import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SdkServer, startServer } from "./server.ts";

/** One pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let server: SdkServer;
let folder: string;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("artifacts");
  folder = await mkdtemp(join(tmpdir(), "sdk-files-"));
});
afterAll(async () => {
  await server.remove();
  await rm(folder, { recursive: true });
});

async function logged(log: () => Promise<unknown>): Promise<string> {
  return mlflow.startRun(async (run) => {
    await log();
    return run.info.runId;
  });
}

async function read(runId: string, path: string): Promise<string> {
  const client = mlflow.createClient({ baseUrl: server.url });
  const response = await client.getRunArtifact({ run_id: runId, path });
  return response.text();
}

async function list(runId: string, path?: string): Promise<string[]> {
  const client = mlflow.createClient({ baseUrl: server.url });
  const { files } = await client.listArtifacts({ run_id: runId, path });
  return (files ?? []).map((file) => file.path).toSorted();
}

test("a file and a folder are logged with what is in them", async () => {
  await mkdir(join(folder, "data/deep"), { recursive: true });
  await writeFile(join(folder, "data/one.txt"), "one");
  await writeFile(join(folder, "data/deep/zwei ü.txt"), "zwei");
  const runId = await logged(async () => {
    await mlflow.logArtifact(join(folder, "data/one.txt"));
    await mlflow.logArtifacts(join(folder, "data"), "copy");
  });
  expect(await list(runId)).toEqual(["copy", "one.txt"]);
  expect(await list(runId, "copy")).toEqual(["copy/deep", "copy/one.txt"]);
  expect(await read(runId, "copy/deep/zwei ü.txt")).toBe("zwei");
});

test("texts, dictionaries and tables are read back", async () => {
  const runId = await logged(async () => {
    await mlflow.logText("# Notes", "notes/summary.md");
    await mlflow.logDict({ a: [1, 2] }, "config.json");
    await mlflow.logTable({ input: ["x", "y"], label: [0, 1] }, "table.json");
    await mlflow.logTable([{ input: "z", score: 0.5 }], "table.json");
  });
  expect(await read(runId, "notes/summary.md")).toBe("# Notes");
  expect(JSON.parse(await read(runId, "config.json"))).toEqual({ a: [1, 2] });
  expect(JSON.parse(await read(runId, "table.json"))).toEqual({
    columns: ["input", "label", "score"],
    data: [
      ["x", 0, null],
      ["y", 1, null],
      ["z", null, 0.5],
    ],
  });
});

test("images are logged as a file, or by key and step as MLflow names them", async () => {
  const runId = await logged(async () => {
    await mlflow.logImage(PNG, "pixel.png");
    await mlflow.logImage({ toBuffer: () => PNG }, { key: "val/sample", step: 3, timestamp: 5 });
  });
  expect(await list(runId)).toEqual(["images", "pixel.png"]);
  const [name = ""] = await list(runId, "images");
  expect(name).toMatch(/^images\/val~sample\+step\+3\+timestamp\+5\+[\w-]{36}\.png$/);
});

test("a run's artifacts have an address", async () => {
  await mlflow.startRun(({ info }) => {
    expect(mlflow.getArtifactUri()).toBe(info.artifactUri);
    expect(mlflow.getArtifactUri("plots/a.png")).toBe(`${info.artifactUri}/plots/a.png`);
  });
});

test.each(["../up.txt", "/root.txt", "a//b", "a/../../b", ""])(
  "the artifact path '%s' is refused before anything is sent",
  async (path) => {
    await mlflow.startRun(async () => {
      await expect(mlflow.logText("x", path)).rejects.toMatchObject({
        errorCode: "INVALID_PARAMETER_VALUE",
      });
    });
  },
);

test("a file that is not there is an error", async () => {
  await mlflow.startRun(async () => {
    await expect(mlflow.logArtifact("/no/such/file")).rejects.toThrow("/no/such/file");
  });
});
