import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post, send } from "../testing/send.ts";
import { ask, createExperiment, logRun } from "../testing/table-data.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let experimentId: string;

beforeAll(async () => {
  server = await startTestServer();
  experimentId = await createExperiment(server, "groups");
  const log = (name: string, width: string | undefined, loss: number | string, status?: string) =>
    logRun(server, experimentId, {
      name,
      ...(status && { status }),
      start: 1000,
      params: { seed: "7", ...(width && { width }) },
      tags: { team: name.startsWith("a") ? "A" : "B" },
      metrics: { loss: [9, loss], flat: [1] },
    });
  await log("a1", "8", 1);
  await log("a2", "8", 3);
  await log("b1", "16", "NaN", "FAILED");
  await log("b2", undefined, 5, "RUNNING");
  const removed = await log("a3", "8", -100);
  await post(server, "runs/delete", { run_id: removed });
});
afterAll(() => server.remove());

/** The JSON of an answer that must be none of a refusal. */
async function answerOf(path: string, body: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { status, json, text } = await ask(server, path, {
    experiment_ids: [experimentId],
    ...body,
  });
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return json;
}

async function refusalOf(path: string, body: Readonly<Record<string, unknown>>): Promise<string> {
  const { status, json } = await ask(server, path, { experiment_ids: [experimentId], ...body });
  expect(status).toBe(400);
  expect(json).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE" });
  return (json as { message: string }).message; // every refusal has one
}

const manyKeys = (count: number) => Array.from({ length: count }, (_, index) => `key ${index}`);

describe("runs/groups", () => {
  it("groups by a param, the most runs first, with mean and spread of finite values", async () => {
    const answer = await answerOf("runs/groups", {
      by: "PARAM",
      key: "width",
      metric_keys: ["loss"],
    });
    expect(answer).toEqual({
      group_count: 3,
      groups: [
        {
          value: "8",
          run_count: 2,
          metrics: [
            {
              run_count: 2,
              mean: 2,
              standard_deviation: expect.closeTo(Math.SQRT2) as number,
              min: 1,
              max: 3,
            },
          ],
        },
        {
          run_count: 1,
          metrics: [{ run_count: 1, mean: 5, standard_deviation: 0, min: 5, max: 5 }],
        },
        { value: "16", run_count: 1, metrics: [null] },
      ],
    });
  });

  it("groups by tag and by status, and narrows by text in whatever case", async () => {
    expect(await answerOf("runs/groups", { by: "TAG", key: "team", contains: "a" })).toMatchObject({
      groups: [{ value: "A", run_count: 2 }],
    });
    expect(await answerOf("runs/groups", { by: "STATUS" })).toMatchObject({
      groups: [
        { value: "FINISHED", run_count: 2 },
        { value: "FAILED", run_count: 1 },
        { value: "RUNNING", run_count: 1 },
      ],
    });
  });

  it("has one group of all runs where none has a dataset, and none without runs", async () => {
    expect(await answerOf("runs/groups", { by: "DATASET" })).toEqual({
      group_count: 1,
      groups: [{ run_count: 4, metrics: [] }],
    });
    const none = { groups: [], group_count: 0 };
    expect(await answerOf("runs/groups", { experiment_ids: ["98765"], by: "STATUS" })).toEqual(
      none,
    );
  });

  it("refuses what it does not know, and names it", async () => {
    expect(await refusalOf("runs/groups", { by: "PARAM" })).toContain("'key'");
    expect(await refusalOf("runs/groups", { by: "COLOUR" })).toContain("by");
    const metric_keys = manyKeys(101);
    expect(await refusalOf("runs/groups", { by: "STATUS", metric_keys })).toContain("metric_keys");
    expect(await refusalOf("runs/groups", { by: "STATUS", filter: "metrics." })).toContain(
      "metrics",
    );
  });
});

describe("runs/keys", () => {
  it("tells which keys differ, and the value of those that do not", async () => {
    const answer = await answerOf("runs/keys", {});
    expect(answer).toMatchObject({
      run_count: 4,
      sampled_count: 4,
      metrics: [
        { key: "flat", run_count: 4, differs: false },
        { key: "loss", run_count: 4, differs: true },
      ],
      params: [
        { key: "seed", run_count: 4, differs: false, value: "7" },
        { key: "width", run_count: 3, differs: true },
      ],
    });
  });

  it("looks at as many runs as were asked for, and has nothing without runs", async () => {
    expect(await answerOf("runs/keys", { max_runs: 2 })).toMatchObject({
      run_count: 4,
      sampled_count: 2,
    });
    expect(await answerOf("runs/keys", { experiment_ids: ["0"] })).toEqual({
      run_count: 0,
      sampled_count: 0,
      attributes: [],
      metrics: [],
      params: [],
      tags: [],
    });
  });

  it("refuses a number of runs that is none, and a filter that is none", async () => {
    expect(await refusalOf("runs/keys", { max_runs: 0 })).toContain("max_runs");
    expect(await refusalOf("runs/keys", { max_runs: 20_001 })).toContain("max_runs");
    expect(await refusalOf("runs/keys", { filter: "params.width = 3" })).toContain(
      "quoted string value for parameter",
    );
  });
});

describe("runs/extremes", () => {
  it("answers the smallest and largest finite latest value of each metric", async () => {
    expect(await answerOf("runs/extremes", { metric_keys: ["loss", "none"] })).toEqual({
      metrics: [{ min: 1, max: 5 }, null],
    });
    expect(
      await answerOf("runs/extremes", { metric_keys: ["loss"], filter: "params.width = '16'" }),
    ).toEqual({ metrics: [null] });
    expect(await answerOf("runs/extremes", {})).toEqual({ metrics: [] });
  });

  it("refuses too many metrics", async () => {
    const metric_keys = manyKeys(201);
    expect(await refusalOf("runs/extremes", { metric_keys })).toContain("metric_keys");
  });
});

describe("experiments/activity", () => {
  it("counts the active runs of each experiment, and those that go on", async () => {
    const { status, json } = await ask(server, "experiments/activity");
    expect(status).toBe(200);
    const { experiments } = json as { experiments: { experiment_id: string }[] };
    expect(experiments.find((one) => one.experiment_id === experimentId)).toMatchObject({
      run_count: 4,
      running_count: 1,
      last_activity_time: expect.any(Number) as number,
    });
    expect(experiments.find((one) => one.experiment_id === "0")).toMatchObject({
      run_count: 0,
      running_count: 0,
    });
  });

  it("takes no other method", async () => {
    const path = "/api/2.0/mlflow-ts/experiments/activity";
    expect((await send(server, { path, method: "POST", body: {} })).status).toBe(405);
  });
});
