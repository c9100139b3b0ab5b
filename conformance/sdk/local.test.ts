import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, realpath, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { haveDatabase, IS_NETWORKED } from "../networked-database.ts";
import { makeFolder, NODE, removeFolder } from "../servers.ts";

/** With the package as it is installed: it opens databases without a server. */
const TRAINING = join(import.meta.dirname, "local-training.mjs");

let folder: string;

beforeEach(async () => {
  folder = await realpath(await makeFolder("local"));
});
afterEach(() => removeFolder(folder));

function train(env: Readonly<Record<string, string>> = {}): string {
  const { stdout, stderr, status } = spawnSync(NODE, [TRAINING], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: "", MLFLOW_TRACKING_URI: "", ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

test("without a URI runs are kept in mlflow.db and their artifacts in mlruns, as MLflow does", async () => {
  const runId = train();
  expect((await readdir(folder)).toSorted()).toEqual(
    expect.arrayContaining(["mlflow.db", "mlruns"]),
  );
  mlflow.setTrackingUri(`sqlite:///${join(folder, "mlflow.db")}`);
  const { info, data } = await mlflow.getRun(runId);
  expect(info).toMatchObject({
    status: "FINISHED",
    artifactUri: join(folder, "mlruns/1", runId, "artifacts"),
  });
  expect(data.params).toEqual({ lr: "0.01" });
  expect(await mlflow.getMetricHistory(runId, "loss")).toHaveLength(3000);
  expect(await readFile(join(info.artifactUri, "notes/a.txt"), "utf8")).toBe("local");
  expect(await mlflow.artifacts.loadDict(`runs:/${runId}/t.json`)).toMatchObject({
    data: [[1], [2]],
  });
  const found = await mlflow.searchRuns({
    experimentNames: ["local"],
    filter: "metrics.loss < 0.001 and params.lr = '0.01'",
  });
  expect(found.map((run) => run.info.runId)).toEqual([runId]);
});

test.runIf(IS_NETWORKED)(
  "a program that keeps its runs in PostgreSQL ends with its work",
  async () => {
    const uri = await haveDatabase(folder);
    const began = performance.now();
    const runId = train({ MLFLOW_TRACKING_URI: uri });
    expect(performance.now() - began).toBeLessThan(30_000);
    mlflow.setTrackingUri(uri);
    expect(await mlflow.getMetricHistory(runId, "loss")).toHaveLength(3000);
  },
);

test("eight processes log to one database at the same time and lose nothing", async () => {
  const children = Array.from({ length: 8 }, () => {
    const child = spawn(NODE, [TRAINING], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: "", MLFLOW_TRACKING_URI: "sqlite:///shared.db" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let warnings = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (warnings += text));
    return once(child, "exit").then(([code]: unknown[]) => ({ code, warnings }));
  });
  expect(await Promise.all(children)).toEqual(
    Array.from({ length: 8 }, () => ({ code: 0, warnings: "" })),
  );
  mlflow.setTrackingUri(`sqlite:///${join(folder, "shared.db")}`);
  const runs = await mlflow.searchRuns({ experimentNames: ["local"] });
  expect(runs).toHaveLength(8);
  for (const { info } of runs) {
    expect(info.status).toBe("FINISHED");
    expect(await mlflow.getMetricHistory(info.runId, "loss")).toHaveLength(3000);
  }
});

test("a file store in the folder is found and read, and a write says how to go on", async () => {
  const runId = "b83dc879384241d1b9237ea0730419ea";
  const files = {
    "783644450492401662/meta.yaml":
      "artifact_location: file:///x/mlruns/783644450492401662\nexperiment_id: '783644450492401662'\nlifecycle_stage: active\nname: old\n",
    [`783644450492401662/${runId}/meta.yaml`]: `artifact_uri: file://${folder}/mlruns/783644450492401662/${runId}/artifacts\nexperiment_id: '783644450492401662'\nlifecycle_stage: active\nrun_id: ${runId}\nrun_name: first\nstart_time: 1795524806587\nstatus: 3\nuser_id: root\n`,
    [`783644450492401662/${runId}/metrics/loss`]: "1 1.0 0\n2 0.5 1\n",
    [`783644450492401662/${runId}/params/lr`]: "0.1",
    [`783644450492401662/${runId}/artifacts/notes/a.txt`]: "kept as a file",
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, "mlruns", path)), { recursive: true });
    await writeFile(join(folder, "mlruns", path), text);
  }
  expect(train({ PRINT_URI: "1" })).toBe(`file://${folder}/mlruns`);
  mlflow.setTrackingUri(join(folder, "mlruns"));
  const runs = await mlflow.searchRuns({
    experimentNames: ["old"],
    filter: "metrics.loss < 0.6 and params.lr = '0.1'",
  });
  expect(runs.map(({ info }) => info)).toMatchObject([{ runId, runName: "first" }]);
  expect(await mlflow.getMetricHistory(runId, "loss")).toHaveLength(2);
  expect(await mlflow.artifacts.loadText(`runs:/${runId}/notes/a.txt`)).toBe("kept as a file");
  await expect(mlflow.createExperiment("new")).rejects.toThrow("mlflow migrate-filestore");
  await expect(mlflow.startRun({ experimentId: "783644450492401662" })).rejects.toThrow(
    "mlflow migrate-filestore",
  );
});

test("what can't be opened says why", async () => {
  await writeFile(
    join(folder, "text.db"),
    "this is no database, but a text of some length".repeat(9),
  );
  mlflow.setTrackingUri(`sqlite:///${join(folder, "text.db")}`);
  await expect(mlflow.searchExperiments()).rejects.toThrow("text.db");
  mlflow.setTrackingUri(join(folder, "nothing"));
  await expect(mlflow.searchExperiments()).rejects.toThrow("No file store is at");
});
