import { contract } from "@mlflow-ts/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logInputs } from "../inputs/write-inputs.ts";
import { deleteRun, updateRun } from "../runs/update-run.ts";
import { RunStore } from "./testing/run-store.ts";

let runs: RunStore;

beforeEach(async () => {
  runs = await RunStore.open();
});

afterEach(() => runs.close());

const read = (fields: Readonly<Record<string, unknown>> = {}) =>
  runs.reader.run(
    "getRunWindow",
    contract.getRunWindow.request.parse({ experiment_ids: ["0"], ...fields }),
  );
const names = async (fields: Readonly<Record<string, unknown>> = {}) =>
  (await read(fields)).rows.map((row) => row.run_name);

describe("getRunWindow", () => {
  it("answers any stretch of the runs found, and how many there are", async () => {
    for (let i = 0; i < 7; i++) await runs.add({ run_name: `run-${i}`, start_time: i });
    expect(await names({ offset: 2, limit: 3 })).toEqual(["run-4", "run-3", "run-2"]);
    expect(await names({ offset: 5, limit: 3 })).toEqual(["run-1", "run-0"]);
    expect(await read({ offset: 9 })).toEqual({ run_count: 7, row_count: 7, rows: [] });
    const filtered = await read({ filter: "attributes.run_name LIKE 'run-%' AND start_time > 4" });
    expect(filtered).toMatchObject({ run_count: 2, rows: [{}, {}] });
  });

  it("answers the chosen values only, in the order asked for", async () => {
    await runs.add({
      run_name: "a",
      metrics: { loss: [3, 1, 2], broken: [1, Number.NaN], endless: [1, Infinity] },
      params: { lr: "0.1", unasked: "x" },
      tags: { team: "vision" },
    });
    const { rows } = await read({
      metric_keys: ["endless", "missing", "loss", "broken"],
      metric_range_keys: ["loss", "broken", "endless", "missing"],
      param_keys: ["lr"],
      tag_keys: ["team", "missing"],
    });
    expect(rows[0]).toMatchObject({
      metrics: [Number.MAX_VALUE, null, 2, "NaN"],
      metric_ranges: [{ min: 1, max: 3 }, { min: 1, max: 1 }, { min: 1, max: 1 }, null],
      params: ["0.1"],
      tags: ["vision", null],
    });
  });

  it("orders by a metric's latest, smallest or largest value", async () => {
    await runs.add({ run_name: "a", metrics: { loss: [1, 5, 3] } });
    await runs.add({ run_name: "b", metrics: { loss: [2, 4, 4] } });
    await runs.add({ run_name: "none" });
    const order_by = ["metrics.loss ASC"];
    expect(await names({ order_by })).toEqual(["a", "b", "none"]);
    expect(await names({ order_by, order_metric_value: "MIN" })).toEqual(["a", "b", "none"]);
    expect(await names({ order_by, order_metric_value: "MAX" })).toEqual(["b", "a", "none"]);
  });

  it("orders by duration and by dataset, runs without any last", async () => {
    const [short, long] = [
      await runs.add({ run_name: "short", start_time: 50 }),
      await runs.add({ run_name: "long", start_time: 10 }),
    ];
    for (const run_id of [short, long]) {
      const end = { run_id, end_time: 100, status: "FINISHED" };
      await updateRun(runs.store, contract.updateRun.request.parse(end));
    }
    const dataset = { name: "mnist", digest: "1", source_type: "local", source: "{}" };
    const inputs = { run_id: long, datasets: [{ tags: [], dataset }] };
    await logInputs(runs.store, contract.logInputs.request.parse(inputs));
    expect(await names({ order_by: ["duration DESC"] })).toEqual(["long", "short"]);
    expect(await names({ order_by: ["duration ASC"] })).toEqual(["short", "long"]);
    expect(await names({ order_by: ["dataset ASC"] })).toEqual(["long", "short"]);
    const { rows } = await read({ order_by: ["dataset DESC"], limit: 1 });
    expect(rows[0]?.datasets).toEqual([{ name: "mnist", digest: "1" }]);
  });

  it("tells of a run that goes on when it last logged, and how often it does", async () => {
    await runs.add({ run_name: "a", start_time: 5000, metrics: { loss: [1, 1, 1] } });
    const { rows } = await read();
    expect(rows[0]).toMatchObject({ last_metric_time: 7000, metric_interval_ms: 1000 });
  });

  it("puts runs below their parents, and leaves out those of a collapsed one", async () => {
    const parent = await runs.add({ run_name: "sweep", start_time: 1 });
    const child = await runs.add({ run_name: "child", start_time: 2, parent });
    await runs.add({ run_name: "grandchild", start_time: 3, parent: child });
    await runs.add({ run_name: "other", start_time: 4 });
    const open = await read({ nested: true });
    expect(open.rows.map((row) => [row.run_name, row.depth, row.child_count])).toEqual([
      ["other", undefined, undefined],
      ["sweep", undefined, 1],
      ["child", 1, 1],
      ["grandchild", 2, undefined],
    ]);
    expect(await read({ nested: true, collapsed: [parent] })).toMatchObject({
      run_count: 4,
      row_count: 2,
      has_nested: true,
    });
    const lone = await read({ nested: true, filter: "attributes.run_name = 'grandchild'" });
    expect(lone.rows[0]?.depth).toBeUndefined();
  });

  it("shows runs that name each other as their parents", async () => {
    const first = await runs.add({ run_name: "first", start_time: 1 });
    const second = await runs.add({ run_name: "second", start_time: 2, parent: first });
    const tag = { run_uuid: first, key: "mlflow.parentRunId", value: second };
    await runs.store.database.write(({ queries }) =>
      queries.insertInto("tags").values(tag).execute(),
    );
    expect(await names({ nested: true })).toEqual(["second", "first"]);
  });

  it("sees what was written since it was last asked", async () => {
    const id = await runs.add({ run_name: "a" });
    expect(await names()).toEqual(["a"]);
    await runs.add({ run_name: "b", start_time: 1 });
    expect(await names()).toEqual(["b", "a"]);
    await deleteRun(runs.store, id);
    expect(await names()).toEqual(["b"]);
    expect(await names({ run_view_type: "DELETED_ONLY" })).toEqual(["a"]);
  });

  it.each([
    [{ offset: -1 }, "offset"],
    [{ limit: 1001 }, "limit"],
    [{ filter: "metrics.loss <" }, "filter"],
    [{ order_by: ["nothing known"] }, "nothing known"],
    [{ metric_keys: Array.from({ length: 2001 }, String) }, "metric_keys"],
  ])("refuses %j and says why", async (fields, named) => {
    await expect(read(fields)).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
      message: expect.stringContaining(named) as string,
    });
  });
});
