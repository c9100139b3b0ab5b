import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeFolder, NODE, removeFolder } from "../servers.ts";
import { type SdkServer, startServer } from "./server.ts";

const TRAINING = join(import.meta.dirname, "offline-training.mjs");

let server: SdkServer;
let folder: string;

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  folder = await makeFolder("offline");
  return () => removeFolder(folder);
});
afterAll(() => server.remove());

/** Runs the training as a process of its own, in the folder; answers the lines it printed. */
function train(env: Readonly<Record<string, string>>): string[] {
  const { stdout, stderr, status } = spawnSync(NODE, [TRAINING], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: "", ...env },
    encoding: "utf8",
  });
  if (status !== 0 && status !== null) throw new Error(stderr);
  return stdout.trim().split("\n");
}

const spool = () => join(folder, "mlflow-spool");
const sync = () => mlflow.syncSpool(spool(), server.url);

async function findRuns(experimentName: string): Promise<mlflow.Run[]> {
  mlflow.setTrackingUri(server.url);
  return mlflow.searchRuns({ experimentNames: [experimentName], orderBy: ["start_time ASC"] });
}

test("a run made wholly offline is sent later, once, with its child and its artifacts", async () => {
  const [parentId] = train({ MLFLOW_TRACKING_URI: "offline:", EXPERIMENT: "offline" });
  expect(parentId).toMatch(/^offline\w+$/);
  expect(await findRuns("offline")).toEqual([]);
  const synced = await sync();
  expect(synced).toHaveLength(2);
  expect(synced.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(await readdir(folder)).toEqual([]);
  const [parent, child] = await findRuns("offline");
  expect(parent?.info).toMatchObject({ runName: "parent", status: "FINISHED" });
  expect(synced[0]).toMatchObject({ spooledRunId: parentId, runId: parent?.info.runId });
  expect(parent?.data.params).toEqual({ lr: "0.01" });
  const history = await mlflow.getMetricHistory(parent?.info.runId ?? "", "loss");
  expect(history.map(({ step }) => step)).toEqual(Array.from({ length: 2500 }, (_, step) => step));
  expect(child?.data.tags["mlflow.parentRunId"]).toBe(parent?.info.runId);
  const uri = `runs:/${parent?.info.runId}`;
  expect(await mlflow.artifacts.loadText(`${uri}/notes/a.txt`)).toBe("offline, too");
  expect(await mlflow.artifacts.loadDict(`${uri}/table.json`)).toEqual({
    columns: ["a"],
    data: [[1], [2]],
  });
  expect(await sync()).toEqual([]);
  expect(await findRuns("offline")).toHaveLength(2);
});

test("MLFLOW_TS_OFFLINE keeps what is meant for a server; the next program sends it", async () => {
  const env = { MLFLOW_TRACKING_URI: server.url, EXPERIMENT: "switched off" };
  train({ ...env, MLFLOW_TS_OFFLINE: "1" });
  expect(await findRuns("switched off")).toEqual([]);
  train({ ...env, EXPERIMENT: "switched on" });
  expect(await findRuns("switched off")).toHaveLength(2);
});

test("a process that is killed at any moment has lost nothing of what it logged", async () => {
  const [runId = ""] = train({
    MLFLOW_TRACKING_URI: "offline:",
    EXPERIMENT: "killed",
    KILLED: "1",
  });
  const [one] = await sync();
  expect(one?.spooledRunId).toBe(runId);
  const history = await mlflow.getMetricHistory(one?.runId ?? "", "loss");
  expect(history).toHaveLength(2500);
});

test("a run whose creation was not confirmed before the end is not created twice", async () => {
  train({ MLFLOW_TRACKING_URI: "offline:", EXPERIMENT: "twice", KILLED: "1" });
  const [name = ""] = await readdir(spool());
  const clientRunId = name.split(".")[0] ?? "";
  // As an earlier attempt would have, that ended before it could write the answer down.
  const experiment_id = await new mlflow.MlflowClient(server.url).createExperiment("twice");
  const { run } = await mlflow.createClient({ baseUrl: server.url }).createRun({
    experiment_id,
    start_time: Date.now(),
    tags: [{ key: "mlflow-ts.client-run-id", value: clientRunId }],
  });
  expect(await sync()).toMatchObject([{ runId: run.info.run_id, error: undefined }]);
  expect(await findRuns("twice")).toHaveLength(1);
});

test("what can't be sent waits on, and says why", async () => {
  train({ MLFLOW_TRACKING_URI: "offline:", EXPERIMENT: "deleted", KILLED: "1" });
  const client = new mlflow.MlflowClient(server.url);
  const experimentId = await client.createExperiment("deleted");
  await client.deleteExperiment(experimentId);
  const [refused] = await sync();
  expect(refused?.runId).toBeUndefined();
  expect(refused?.error?.message).toContain("can't be created");
  await client.restoreExperiment(experimentId);
  expect(await sync()).toMatchObject([{ error: undefined }]);
  expect(await findRuns("deleted")).toHaveLength(1);
});

test("offline, what needs an answer is refused with what to do", async () => {
  mlflow.setTrackingUri(`offline:${folder}`);
  await expect(mlflow.searchRuns({ experimentIds: ["0"] })).rejects.toThrow("mlflow sync");
});
