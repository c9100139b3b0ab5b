import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post } from "../testing/send.ts";
import { ask, createExperiment, logRun } from "../testing/table-data.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

let server: TestServer;
let experimentId: string;
const ids: Record<string, string> = {};

interface Row {
  readonly run_id: string;
  readonly run_name: string;
  readonly status: string;
  readonly depth?: number;
  readonly child_count?: number;
  readonly metrics: unknown[];
  readonly metric_ranges: unknown[];
  readonly params: unknown[];
  readonly tags: unknown[];
}

interface Window {
  readonly run_count: number;
  readonly row_count: number;
  readonly has_nested?: boolean;
  readonly rows: readonly Row[];
}

/** The answer to a question that must be understood. */
async function askWindow(body: Readonly<Record<string, unknown>>): Promise<Window> {
  const { status, json, text } = await ask(server, "runs/window", {
    experiment_ids: [experimentId],
    ...body,
  });
  if (status !== 200) throw new Error(`${status}: ${text}`);
  return json as Window; // the contract says so
}

const namesOf = ({ rows }: Window) => rows.map((row) => row.run_name);

beforeAll(async () => {
  server = await startTestServer();
  experimentId = await createExperiment(server, "window");
  const log = async (run: Parameters<typeof logRun>[2]) => {
    ids[run.name] = await logRun(server, experimentId, run);
  };
  await log({
    name: "first",
    start: 1000,
    params: { lr: "0.1" },
    tags: { team: "a" },
    metrics: { loss: [3, 1, 2] },
  });
  await log({
    name: "diverged",
    start: 2000,
    status: "FAILED",
    params: { lr: "10" },
    metrics: { loss: [1, "NaN"], gain: [1, "Infinity"] },
  });
  await log({ name: "empty", start: 3000, status: "RUNNING" });
  await log({
    name: "child",
    start: 4000,
    tags: { "mlflow.parentRunId": ids["first"] ?? "" },
    metrics: { loss: [0.5] },
  });
  await log({ name: "removed", start: 5000 });
  await post(server, "runs/delete", { run_id: ids["removed"] });
});
afterAll(() => server.remove());

describe("runs/window", () => {
  it("answers the newest run first, with an entry for each key that was asked for", async () => {
    const answer = await askWindow({
      metric_keys: ["loss", "none"],
      metric_range_keys: ["loss"],
      param_keys: ["lr"],
      tag_keys: ["team"],
    });
    expect(namesOf(answer)).toEqual(["child", "empty", "diverged", "first"]);
    expect(answer.run_count).toBe(4);
    expect(answer.rows[3]).toMatchObject({
      status: "FINISHED",
      metrics: [2, null],
      metric_ranges: [{ min: 1, max: 3 }],
      params: ["0.1"],
      tags: ["a"],
    });
    expect(answer.rows[1]).toMatchObject({
      status: "RUNNING",
      metrics: [null, null],
      metric_ranges: [null],
      params: [null],
      tags: [null],
    });
  });

  it("tells NaN and infinity apart from numbers, and leaves them out of the extremes", async () => {
    const { rows } = await askWindow({
      filter: "attributes.run_name = 'diverged'",
      metric_keys: ["loss", "gain"],
      metric_range_keys: ["loss", "gain"],
    });
    expect(rows[0]?.metrics).toEqual(["NaN", Number.MAX_VALUE]);
    expect(rows[0]?.metric_ranges).toEqual([
      { min: 1, max: 1 },
      { min: 1, max: 1 },
    ]);
  });

  it("answers a stretch, and nothing beyond the end", async () => {
    const middle = await askWindow({ offset: 1, limit: 2 });
    expect(namesOf(middle)).toEqual(["empty", "diverged"]);
    expect(middle.row_count).toBe(4);
    expect(namesOf(await askWindow({ offset: 4 }))).toEqual([]);
    expect(namesOf(await askWindow({ limit: 0 }))).toEqual([]);
  });

  it("puts runs below their parents, and folds them away", async () => {
    const nested = await askWindow({ nested: true });
    expect(nested.has_nested).toBe(true);
    expect(namesOf(nested)).toEqual(["empty", "diverged", "first", "child"]);
    expect(nested.rows[2]?.child_count).toBe(1);
    expect(nested.rows[3]?.depth).toBe(1);
    const folded = await askWindow({ nested: true, collapsed: [ids["first"]] });
    expect(namesOf(folded)).toEqual(["empty", "diverged", "first"]);
    expect(folded).toMatchObject({ run_count: 4, row_count: 3 });
  });

  it("orders by the latest, smallest or largest value, runs without one last", async () => {
    const by = async (orderBy: string, value?: string) =>
      namesOf(await askWindow({ order_by: [orderBy], order_metric_value: value }));
    // Of the latest values NaN is the largest, as in a search.
    expect(await by("metrics.loss ASC")).toEqual(["child", "first", "diverged", "empty"]);
    expect((await by("metrics.loss ASC", "MIN")).at(-1)).toBe("empty");
    expect((await by("metrics.loss DESC", "MAX"))[0]).toBe("first");
    expect((await by("duration DESC"))[0]).toBe("empty");
  });

  it("shows deleted runs where these are asked for", async () => {
    expect(namesOf(await askWindow({ run_view_type: "DELETED_ONLY" }))).toEqual(["removed"]);
    expect((await askWindow({ run_view_type: "ALL" })).run_count).toBe(5);
  });

  it("is empty for an experiment that has no runs or is not there", async () => {
    const none = { run_count: 0, row_count: 0, rows: [] };
    expect(await askWindow({ experiment_ids: ["0"] })).toEqual(none);
    expect(await askWindow({ experiment_ids: ["987654"] })).toEqual(none);
    expect(await askWindow({ experiment_ids: [] })).toEqual(none);
  });

  it.each([
    ["offset", { offset: -1 }],
    ["limit", { limit: 1001 }],
    ["limit", { limit: -1 }],
    ["metric_keys", { metric_keys: Array.from({ length: 2001 }, (_, i) => `m${i}`) }],
    ["param_keys", { param_keys: Array.from({ length: 2001 }, (_, i) => `p${i}`) }],
    ["run_view_type", { run_view_type: "SOME" }],
    ["order_metric_value", { order_metric_value: "MEAN" }],
    ["nested", { nested: "perhaps" }],
    ["experiment", { experiment_ids: ["x"] }],
    ["metric", { filter: "metrics.loss = 'a'" }],
    ["order_by", { order_by: ["nothing at all, really"] }],
  ])("refuses a wrong %s and names it", async (name, body) => {
    const { status, json } = await ask(server, "runs/window", {
      experiment_ids: [experimentId],
      ...body,
    });
    expect(status).toBe(400);
    expect(json).toMatchObject({ message: expect.stringContaining(name) as string });
    expect(json).toHaveProperty("error_code");
  });
});
