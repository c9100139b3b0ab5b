import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as mlflow from "mlflow-ts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { makeFolder, NODE, removeFolder, type Server, startMlflow, startOurs } from "../servers.ts";
import { HAS_MLFLOW, runOurs } from "./mlflow.ts";

const POINTS = 2500;

let folder: string;
let source: Server;
let target: Server;
const stops: (() => Promise<unknown>)[] = [];
const ids: Record<string, string> = {};

/** A server with a database of its own. */
async function startServer(name: string): Promise<Server> {
  const own = await makeFolder(`sync-${name}`);
  const server = await startOurs({ folder: own });
  stops.push(async () => {
    await server.stop();
    await removeFolder(own);
  });
  return server;
}

beforeAll(async () => {
  folder = await makeFolder("sync");
  source = await startServer("source");
  mlflow.setTrackingUri(source.url);
  await mlflow.setExperiment("digits: ö");
  await mlflow.startRun({ runName: "parent", tags: { team: "a" } }, async (run) => {
    ids["parent"] = run.info.runId;
    mlflow.logParams({ lr: 0.1, optimizer: "adam" });
    for (let step = 0; step < POINTS; step += 1) {
      mlflow.logMetric("loss", 1 / (step + 1), { step, timestamp: 1000 + step });
    }
    mlflow.logMetric("odd", NaN, { step: 1, timestamp: 5 });
    mlflow.logMetric("odd", Infinity, { step: 2, timestamp: 6 });
    await mlflow.logText("# Notes", "notes/a.md");
    await mlflow.startRun({ runName: "child", nested: true }, (child) => {
      ids["child"] = child.info.runId;
      mlflow.logMetric("inner", 1);
    });
  });
  await post(source, "/api/2.0/mlflow/runs/log-inputs", {
    run_id: ids["parent"],
    datasets: [
      {
        dataset: { name: "d", digest: "1", source_type: "local", source: "{}" },
        tags: [{ key: "mlflow.data.context", value: "train" }],
      },
    ],
  });
  const { model } = await post(source, "/api/2.0/mlflow/logged-models", {
    experiment_id: (await mlflow.getRun(ids["parent"] ?? "")).info.experimentId,
    name: "net",
    source_run_id: ids["parent"],
    params: [{ key: "depth", value: "3" }],
    tags: [{ key: "kind", value: "cnn" }],
  });
  ids["model"] = model.info.model_id;
  await call(source, "PATCH", `/api/2.0/mlflow/logged-models/${ids["model"]}`, {
    model_id: ids["model"],
    status: "LOGGED_MODEL_READY",
  });
  await call(
    source,
    "PUT",
    `/api/2.0/mlflow-artifacts/artifacts/${model.info.artifact_uri.replace("mlflow-artifacts:/", "")}/MLmodel`,
    "flavors: {}",
  );
  await post(source, "/api/2.0/mlflow/runs/outputs", {
    run_id: ids["parent"],
    models: [{ model_id: ids["model"], step: 4 }],
  });
  await post(source, "/api/2.0/mlflow/runs/log-batch", {
    run_id: ids["parent"],
    metrics: [{ key: "accuracy", value: 0.5, timestamp: 9, step: 1, model_id: ids["model"] }],
  });
  target = await startServer("target");
}, 120_000);
afterAll(() => Promise.all([...stops.map((stop) => stop()), removeFolder(folder)]));
afterEach(() => mlflow.setTrackingUri(source.url));

async function call(server: Server, method: string, path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(server.url + path, { method, headers, body: text });
  const told = await answer.text();
  if (!answer.ok) throw new Error(told);
  return JSON.parse(told || "{}");
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers of any endpoint
const post = (server: Server, path: string, body: unknown): Promise<any> =>
  call(server, "POST", path, body);

interface SyncAnswer {
  readonly experiments: readonly {
    readonly name: string;
    readonly created: number;
    readonly completed: number;
    readonly unchanged: number;
    readonly models: number;
    readonly problems: readonly string[];
  }[];
}

/** Runs `mlflow sync` and answers what it says of the experiment. */
async function sync(from: string, to: string, ...args: string[]) {
  const { code, stdout, stderr } = await runOurs(["sync", from, to, "--json", ...args], {
    cwd: folder,
  });
  const answer: SyncAnswer = JSON.parse(stdout);
  const problems = answer.experiments.flatMap((one) => one.problems);
  expect({ code, stderr, problems }).toEqual({ code: 0, stderr: "", problems: [] });
  return answer.experiments.find(({ name }) => name === "digits: ö");
}

/** All that a server has of the experiment, its ids replaced by names and its own tags left out. */
async function contentOf(server: Server) {
  mlflow.setTrackingUri(server.url);
  const experiment = await mlflow.getExperimentByName("digits: ö");
  const { runs } = await post(server, "/api/2.0/mlflow/runs/search", {
    experiment_ids: [experiment?.experimentId],
    order_by: ["attributes.start_time ASC"],
  });
  const { models } = await post(server, "/api/2.0/mlflow/logged-models/search", {
    experiment_ids: [experiment?.experimentId],
  });
  const names = new Map<string, string>();
  for (const { info } of runs) names.set(info.run_id, info.run_name);
  for (const { info } of models) names.set(info.model_id, info.name);
  names.set(experiment?.experimentId ?? "", "experiment");
  const histories = [];
  const files = [];
  for (const { info, data } of runs) {
    for (const { key } of data.metrics ?? []) {
      histories.push([info.run_name, key, await mlflow.getMetricHistory(info.run_id, key)]);
    }
    const list = await fetch(`${server.url}/api/2.0/mlflow/artifacts/list?run_id=${info.run_id}`);
    files.push([info.run_name, (await list.json()).files]);
  }
  const content = JSON.stringify({ runs, models, histories, files }, (key, value) => {
    if (["artifact_uri", "last_updated_timestamp_ms", "creation_timestamp_ms"].includes(key))
      return undefined;
    if (Array.isArray(value) && key === "tags") {
      return value
        .filter((tag) => !tag.key.startsWith("mlflow-ts.sync."))
        .map((tag) => `${tag.key}=${names.get(tag.value) ?? tag.value}`)
        .sort();
    }
    if (Array.isArray(value) && (key === "metrics" || key === "params")) {
      return value
        .map((item) => JSON.stringify({ ...item, run_id: undefined, model_id: undefined }))
        .sort();
    }
    return typeof value === "string" ? (names.get(value) ?? value) : value;
  });
  return JSON.parse(content);
}

test("a dry run tells what would be copied and copies nothing", async () => {
  expect(await sync(source.url, target.url, "--dry-run")).toMatchObject({
    created: 2,
    unchanged: 0,
  });
  mlflow.setTrackingUri(target.url);
  await expect(mlflow.getExperimentByName("digits: ö")).resolves.toBeUndefined();
});

test("a server's runs, histories, datasets, models and artifacts come to another", async () => {
  expect(await sync(source.url, target.url)).toMatchObject({ created: 2, models: 1, problems: [] });
  const copied = await contentOf(target);
  expect(copied).toEqual(await contentOf(source));
  expect(copied.histories.find(([, key]: string[]) => key === "loss")[2]).toHaveLength(POINTS);
  expect(copied.runs).toHaveLength(2);
});

test("a second time nothing is sent, and nothing is there twice", async () => {
  const before = await contentOf(target);
  expect(await sync(source.url, target.url)).toMatchObject({
    created: 0,
    completed: 0,
    unchanged: 2,
    models: 0,
  });
  expect(await contentOf(target)).toEqual(before);
});

test("what was logged since is added, and back again to where it came from", async () => {
  await post(source, "/api/2.0/mlflow/runs/log-batch", {
    run_id: ids["parent"],
    metrics: [{ key: "loss", value: 0.001, timestamp: 9999, step: POINTS }],
    tags: [{ key: "team", value: "b" }],
  });
  expect(await sync(source.url, target.url)).toMatchObject({ completed: 1, unchanged: 1 });
  expect(await contentOf(target)).toEqual(await contentOf(source));
  const before = await contentOf(source);
  expect(await sync(target.url, source.url)).toMatchObject({
    created: 0,
    completed: 0,
    unchanged: 2,
  });
  expect(await contentOf(source)).toEqual(before);
});

test("a sync that was broken off is finished by another", async () => {
  const third = await startServer("third");
  await sync(source.url, third.url);
  const whole = await contentOf(third);
  mlflow.setTrackingUri(source.url);
  const parent = await mlflow.getRun(ids["parent"] ?? "");
  const fourth = await startServer("fourth");
  // As one that was killed leaves it: the runs are made, and one has some of its points.
  const { experiment_id } = await post(fourth, "/api/2.0/mlflow/experiments/create", {
    name: "digits: ö",
  });
  const { run } = await post(fourth, "/api/2.0/mlflow/runs/create", {
    experiment_id,
    run_name: "parent",
    start_time: parent.info.startTime,
    user_id: parent.info.userId,
    tags: [{ key: "mlflow-ts.sync.run_id", value: ids["parent"] }],
  });
  await post(fourth, "/api/2.0/mlflow/runs/log-batch", {
    run_id: run.info.run_id,
    metrics: [{ key: "loss", value: 1, timestamp: 1000, step: 0 }],
    params: [{ key: "lr", value: "0.1" }],
  });
  expect(await sync(source.url, fourth.url)).toMatchObject({ created: 1, completed: 1 });
  expect(await contentOf(fourth)).toEqual(whole);
});

test("a database takes all of it with its ids, once, and gives it on", async () => {
  const database = `sqlite:///${folder}/mlflow.db`;
  expect(await sync(source.url, database)).toMatchObject({ created: 2, models: 1 });
  expect(await sync(source.url, database)).toMatchObject({
    created: 0,
    completed: 0,
    unchanged: 2,
  });
  const next = await startServer("after-database");
  expect(await sync(database, next.url)).toMatchObject({ created: 2, models: 1 });
  expect(await contentOf(next)).toEqual(await contentOf(source));
  expect(await sync(source.url, next.url)).toMatchObject({ created: 0, unchanged: 2 });
  const served = await startOurs({ folder });
  stops.push(() => served.stop());
  expect(await contentOf(served)).toEqual(await contentOf(source));
  mlflow.setTrackingUri(served.url);
  expect((await mlflow.getRun(ids["parent"] ?? "")).info.runName).toBe("parent");
});

test("a database whose server keeps the artifacts gives all but those, and says so", async () => {
  const own = await makeFolder("sync-served");
  const copy = `sqlite:///${join(own, "copy.db")}`;
  const { code, stderr, stdout } = await runOurs(["sync", source.databaseUri, copy], { cwd: own });
  expect(stdout).toMatch(/digits: ö +2/);
  expect(stderr).toContain("artifacts of 2 runs were not copied");
  expect(code).toBe(1);
  await removeFolder(own);
});

test("runs that were made offline are sent once", async () => {
  const program = join(import.meta.dirname, "../sdk/offline-training.mjs");
  const env = {
    ...process.env,
    NODE_OPTIONS: "",
    EXPERIMENT: "far",
    MLFLOW_TRACKING_URI: "offline:",
  };
  const { status } = spawnSync(NODE, [program], { cwd: folder, env });
  expect(status).toBe(0);
  const send = (...args: string[]) =>
    runOurs(["sync", "mlflow-spool", target.url, ...args], { cwd: folder });
  expect((await send("--dry-run")).stdout).toBe(
    `2 runs in mlflow-spool would be sent to ${target.url}.\n`,
  );
  expect(await send()).toEqual({
    code: 0,
    stdout: `Sent 2 runs of mlflow-spool to ${target.url}.\n`,
    stderr: "",
  });
  expect((await send()).stdout).toBe(`Sent 0 runs of mlflow-spool to ${target.url}.\n`);
  mlflow.setTrackingUri(target.url);
  const runs = await mlflow.searchRuns({ experimentNames: ["far"], orderBy: ["start_time ASC"] });
  expect(runs.map(({ info }) => [info.runName, info.status])).toEqual([
    ["parent", "FINISHED"],
    ["child", "FINISHED"],
  ]);
  expect(await mlflow.getMetricHistory(runs[0]?.info.runId ?? "", "loss")).toHaveLength(POINTS);
});

test.runIf(HAS_MLFLOW)(
  "MLflow's own server takes all of it, and gives all of it to another of ours",
  async () => {
    const own = await makeFolder("sync-mlflow");
    const theirs = await startMlflow({ folder: own });
    try {
      expect(await sync(source.url, theirs.url)).toMatchObject({ created: 2, problems: [] });
      expect(await sync(source.url, theirs.url)).toMatchObject({ unchanged: 2, models: 0 });
      const back = await startServer("from-mlflow");
      expect(await sync(theirs.url, back.url)).toMatchObject({ created: 2, problems: [] });
      expect(await contentOf(back)).toEqual(await contentOf(source));
    } finally {
      await theirs.stop();
      await removeFolder(own);
    }
  },
  300_000,
);

test.each([
  [["http://127.0.0.1:9", "http://127.0.0.1:9"], "FROM and TO are the same place."],
  [["nowhere", "http://127.0.0.1:9"], "FROM is 'nowhere', but no folder is there."],
  [["http://127.0.0.1:9", "s3://bucket"], "TO is 's3://bucket'"],
  [["http://127.0.0.1:9"], "missing required argument 'to'"],
])("refuses %j in one line", async (args, message) => {
  const { code, stderr } = await runOurs(["sync", ...args], { cwd: folder });
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
});
