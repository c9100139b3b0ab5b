import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, removeFolder } from "../servers.ts";
import { type SdkServer, startServer } from "./server.ts";

let server: SdkServer;
let client: mlflow.MlflowClient;
let folder: string;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  client = new mlflow.MlflowClient(server.url);
  folder = await makeFolder("client");
});
afterAll(async () => {
  await server.remove();
  await removeFolder(folder);
});

test("an experiment is created, renamed, tagged, deleted and restored", async () => {
  const id = await client.createExperiment("explicit", { tags: { team: "a" } });
  await client.renameExperiment(id, "renamed");
  await client.setExperimentTag(id, "stage", 1);
  expect(await client.getExperimentByName("renamed")).toMatchObject({
    experimentId: id,
    tags: { team: "a", stage: "1" },
  });
  await client.deleteExperimentTag(id, "team");
  expect((await client.getExperiment(id)).tags).toEqual({ stage: "1" });
  await client.deleteExperiment(id);
  expect(await client.searchExperiments({ filter: "name = 'renamed'" })).toEqual([]);
  await client.restoreExperiment(id);
  expect((await client.searchExperiments({ filter: "name = 'renamed'" })).length).toBe(1);
  expect(await client.getExperimentByName("none of this name")).toBeUndefined();
});

test("a run is created, logged to, searched and ended by calls that name it", async () => {
  const id = await client.createExperiment("runs by name");
  const { info } = await client.createRun(id, { runName: "one", tags: { a: "1" } });
  expect(info).toMatchObject({ status: "RUNNING", runName: "one", experimentId: id });
  const { runId } = info;
  await client.logMetric(runId, "loss", 0.5, { step: 1, timestamp: 1_700_000_000_000 });
  await client.logMetric(runId, "odd", NaN);
  await client.logParam(runId, "lr", 0.01);
  await client.logBatch(runId, {
    metrics: [{ key: "loss", value: 0.25, step: 2 }],
    params: { layers: [64, 10] },
    tags: { stage: "draft" },
  });
  await client.setTag(runId, "b", { x: 1 });
  await client.deleteTag(runId, "a");
  await client.updateRun(runId, { name: "renamed" });
  await client.setTerminated(runId, "FAILED", 1_800_000_000_000);
  const run = await client.getRun(runId);
  expect(run.info).toMatchObject({ status: "FAILED", endTime: 1_800_000_000_000 });
  expect(run.data.metrics).toEqual({ loss: 0.25, odd: NaN });
  expect(run.data.params).toEqual({ lr: "0.01", layers: "[64,10]" });
  expect(run.data.tags).toMatchObject({
    b: '{"x":1}',
    stage: "draft",
    "mlflow.runName": "renamed",
  });
  expect(run.data.tags).not.toHaveProperty("a");
  const history = await client.getMetricHistory(runId, "loss");
  expect(history.map(({ step, value }) => [step, value])).toEqual([
    [1, 0.5],
    [2, 0.25],
  ]);
  const found = await client.searchRuns([id], { filter: "metrics.loss < 0.3" });
  expect(found.map((one) => one.info.runId)).toEqual([runId]);
  await client.deleteRun(runId);
  expect(await client.searchRuns([id])).toEqual([]);
  await client.restoreRun(runId);
  expect(await client.searchRuns([id])).toHaveLength(1);
});

test("bad arguments are refused before they are sent, with their name", async () => {
  await expect(client.logMetric("r", "a;b", 1)).rejects.toThrow("a;b");
  await expect(client.logMetric("r", "a", "1" as unknown as number)).rejects.toThrow("a number");
  await expect(client.setTag("r", "", 1)).rejects.toThrow("key");
  await expect(client.getRun("none")).rejects.toMatchObject({
    errorCode: "RESOURCE_DOES_NOT_EXIST",
  });
  expect(() => new mlflow.MlflowClient("ftp://x")).toThrow("ftp://x");
});

test("datasets and models are linked to a run", async () => {
  const id = await client.createExperiment("links");
  const { info } = await client.createRun(id);
  const model = await client.createLoggedModel(id, {
    name: "digits",
    sourceRunId: info.runId,
    params: { depth: 3 },
    tags: { kind: "tree" },
  });
  expect(model).toMatchObject({ name: "digits", status: "PENDING", params: { depth: "3" } });
  await client.logInputs(info.runId, {
    datasets: [
      {
        dataset: mlflow.data.fromTable([{ a: 1 }], { name: "train", source: "data/train.csv" }),
        tags: { "mlflow.data.context": "training" },
      },
    ],
  });
  await client.logOutputs(info.runId, [{ modelId: model.modelId, step: 7 }]);
  const run = await client.getRun(info.runId);
  expect(run.inputs.datasetInputs).toMatchObject([
    {
      dataset: { name: "train", sourceType: "local" },
      tags: { "mlflow.data.context": "training" },
    },
  ]);
  expect(run.outputs.modelOutputs).toEqual([{ modelId: model.modelId, step: 7 }]);
  await client.setLoggedModelTags(model.modelId, { stage: "new" });
  await client.deleteLoggedModelTag(model.modelId, "kind");
  await client.logModelParams(model.modelId, { width: 8 });
  expect((await client.finalizeLoggedModel(model.modelId)).status).toBe("READY");
  expect(await client.getLoggedModel(model.modelId)).toMatchObject({
    sourceRunId: info.runId,
    params: { depth: "3", width: "8" },
  });
  const [found] = await client.searchLoggedModels([id], { filter: "params.depth = '3'" });
  expect(found?.tags).toMatchObject({ stage: "new" });
  expect(found?.tags).not.toHaveProperty("kind");
  await client.deleteLoggedModel(model.modelId);
  expect(await client.searchLoggedModels([id])).toEqual([]);
});

test("artifacts are stored, listed and downloaded, by a client and by their address", async () => {
  const id = await client.createExperiment("files");
  const { info } = await client.createRun(id);
  await mkdir(join(folder, "in/deep"), { recursive: true });
  await writeFile(join(folder, "in/a.txt"), "a");
  await writeFile(join(folder, "in/deep/b.txt"), "b");
  await client.logArtifact(info.runId, join(folder, "in/a.txt"), "one");
  await client.logArtifacts(info.runId, join(folder, "in"), "all");
  await client.logText(info.runId, "text", "notes/t.txt");
  await client.logDict(info.runId, { x: [1] }, "d.json");
  const top = await client.listArtifacts(info.runId);
  expect(Object.fromEntries(top.map(({ path, isDir }) => [path, isDir]))).toEqual({
    all: true,
    "d.json": false,
    notes: true,
    one: true,
  });
  const path = await client.downloadArtifacts(info.runId, "all", join(folder, "out"));
  expect(await readFile(join(path, "deep/b.txt"), "utf8")).toBe("b");
  const file = await mlflow.artifacts.downloadArtifacts(`runs:/${info.runId}/one/a.txt`);
  expect(await readFile(file, "utf8")).toBe("a");
  const source = { runId: info.runId, artifactPath: "d.json" };
  expect(await mlflow.artifacts.loadDict(source)).toEqual({ x: [1] });
  expect(await mlflow.artifacts.loadText({ artifactUri: `${info.artifactUri}/notes/t.txt` })).toBe(
    "text",
  );
  expect(await mlflow.artifacts.listArtifacts(`runs:/${info.runId}/all`)).toContainEqual({
    path: "all/deep",
    isDir: true,
    fileSizeBytes: undefined,
  });
  await expect(mlflow.artifacts.loadText("s3://bucket/a")).rejects.toThrow("runs:/");
  await expect(mlflow.artifacts.loadText(`runs:/${info.runId}/../x`)).rejects.toThrow("..");
});

test("what the fluent functions do to the active run and experiment is there", async () => {
  const { experimentId } = await mlflow.setExperiment("fluent");
  await mlflow.setExperimentTags({ owner: "me", old: 1 });
  await mlflow.setExperimentTag("goal", "0.9");
  await mlflow.deleteExperimentTag("old");
  expect((await mlflow.getExperiment(experimentId)).tags).toEqual({ owner: "me", goal: "0.9" });
  const [parentId, childId] = await mlflow.startRun(async (parent) => {
    mlflow.setTags({ keep: 1, drop: 2 });
    await mlflow.deleteTag("drop");
    const dataset = mlflow.data.fromTable({ a: [1] }, { name: "d", source: "https://x.org/d.csv" });
    await mlflow.logInputs([{ dataset, context: "eval" }]);
    await mlflow.logTable({ a: [1, 2] }, "t.json");
    const { modelId } = await mlflow.initializeLoggedModel({ name: "m" });
    await mlflow.logModelParams(modelId, { p: 1 });
    await mlflow.setLoggedModelTags(modelId, { t: "1", u: "2" });
    await mlflow.deleteLoggedModelTag(modelId, "u");
    await mlflow.finalizeLoggedModel(modelId);
    await mlflow.logOutputs([{ modelId, step: 1 }]);
    expect((await mlflow.getLoggedModel(modelId)).sourceRunId).toBe(parent.info.runId);
    const child = await mlflow.startRun({ nested: true }, ({ info }) => info.runId);
    return [parent.info.runId, child];
  });
  const { data, inputs, outputs } = await mlflow.getRun(parentId ?? "");
  expect(data.tags).toMatchObject({ keep: "1" });
  expect(data.tags).not.toHaveProperty("drop");
  expect(inputs.datasetInputs).toMatchObject([{ dataset: { name: "d", sourceType: "http" } }]);
  expect(outputs.modelOutputs).toHaveLength(1);
  expect((await mlflow.getParentRun(childId ?? ""))?.info.runId).toBe(parentId);
  expect(await mlflow.getParentRun(parentId ?? "")).toBeUndefined();
  expect(await mlflow.searchLoggedModels()).toMatchObject([{ name: "m", tags: { t: "1" } }]);
  expect(await mlflow.loadTable("t.json", { runIds: [parentId ?? ""] })).toEqual([
    { a: 1, run_id: parentId },
    { a: 2, run_id: parentId },
  ]);
  await mlflow.deleteRun(childId ?? "");
  await mlflow.restoreRun(childId ?? "");
  await mlflow.deleteExperiment(experimentId);
  await mlflow.restoreExperiment(experimentId);
  expect((await mlflow.getExperiment(experimentId)).lifecycleStage).toBe("active");
  expect(mlflow.getTrackingUri()).toBe(server.url);
  expect(mlflow.isTrackingUriSet()).toBe(true);
});

test("`rest` has every endpoint with its own request and answer", async () => {
  const { experiment } = await client.rest.getExperiment({ experiment_id: "0" });
  expect(experiment.name).toBe("Default");
});
