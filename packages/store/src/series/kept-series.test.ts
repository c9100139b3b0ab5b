import { DatabaseSync } from "node:sqlite";
import { contract, type MetricInput } from "@mlflow-ts/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { RunStore } from "../run-table/testing/run-store.ts";
import { logBatch } from "../runs/log-batch.ts";
import { IS_NETWORKED } from "../testing/test-database.ts";
import { getMetricSeries } from "./get-metric-series.ts";
import { getRunMetrics } from "./get-run-metrics.ts";
import { keepSeries } from "./keep-series.ts";
import { LONG } from "./kept-chunk.ts";
import { readKeptChunks } from "./kept-series.ts";
import { seriesCacheOf } from "./series-cache.ts";

let runs: RunStore;
let other: string;
let run: string;
let connection: SqliteConnection;

beforeEach(async () => {
  if (IS_NETWORKED) return;
  runs = await RunStore.open();
  connection = runs.openConnection();
  other = await runs.add({ run_name: "other", metrics: { loss: [1, 2, 3] } });
  run = await runs.add({ run_name: "long" });
});

afterEach(async () => {
  if (!IS_NETWORKED) await runs.close();
});

/** Points of the steps from `from`, with a value that tells the step. */
async function log(from: number, count: number): Promise<void> {
  for (let start = from; start < from + count; start += 1000) {
    const metrics = Array.from({ length: Math.min(1000, from + count - start) }, (_, index) => {
      const step = start + index;
      const value = Math.sin(step) + (step === 777 ? 10 : 0);
      return { key: "loss", value, step, timestamp: 10_000 + step };
    }) as MetricInput[];
    const request = contract.logBatch.request.parse({ run_id: run });
    await logBatch(runs.store, { ...request, metrics });
  }
}

const keep = () => keepSeries(connection.queries, { runId: run, key: "loss" }, connection);

const countKept = () => readKeptChunks(connection, { runId: run, key: "loss" })?.count ?? 0;

/** What a thread that has read nothing yet answers. */
async function read(reader = runs.openConnection()) {
  const series = contract.getMetricSeries.request.parse({ run_ids: [run], metric_keys: ["loss"] });
  const metrics = contract.getRunMetrics.request.parse({ run_id: run });
  return {
    chart: (await getMetricSeries(reader.queries, series, reader)).series,
    summary: (await getRunMetrics(reader.queries, metrics, reader)).metrics,
  };
}

function change(sql: string): void {
  const database = new DatabaseSync(connection.path);
  database.exec(`PRAGMA foreign_keys = ON; ${sql}`);
  database.close();
}

// PostgreSQL keeps them in its own way.
describe.skipIf(IS_NETWORKED)("metrics kept as columns", () => {
  it("answer as their rows do, with what was logged since", async () => {
    await log(0, LONG);
    const fromRows = await read();
    expect(fromRows.summary).toMatchObject([{ count: LONG, max: { step: 777 } }]);
    expect(countKept()).toBe(0);
    await keep();
    expect(countKept()).toBe(LONG);
    expect(await read()).toEqual(fromRows);

    // Some come before those that are kept.
    await log(-2000, 1000);
    await log(LONG, 1000);
    const { chart, summary } = await read();
    expect(chart).toMatchObject([{ count: LONG + 2000, first: { step: -2000 } }]);
    expect(summary).toMatchObject([{ count: LONG + 2000, max: { step: 777 } }]);
    change("DROP TABLE mlflow_ts_series_2");
    expect(await read()).toEqual({ chart, summary });
  });

  it("replace those of an older version", async () => {
    await log(0, LONG);
    change(`CREATE TABLE mlflow_ts_series (run_uuid VARCHAR(32) NOT NULL, columns BLOB NOT NULL)`);
    expect((await read()).chart).toMatchObject([{ count: LONG }]);
    await keep();
    expect(countKept()).toBe(LONG);
    expect(() => change("SELECT 1 FROM mlflow_ts_series")).toThrow("no such table");
  });

  it("are kept bit by bit as a training goes on, and by the thread that read them", async () => {
    await log(0, LONG);
    await keep();
    await log(LONG, 1000);
    await keep();
    expect(countKept(), "a few more are not worth a write").toBe(LONG);
    await log(LONG + 1000, LONG);
    await keep();
    expect(countKept()).toBe(2 * LONG + 1000);

    const reader = runs.openConnection();
    await read(reader);
    await log(2 * LONG + 1000, LONG);
    await read(reader);
    seriesCacheOf(reader).save();
    expect(countKept()).toBe(3 * LONG + 1000);
  });

  it("are not believed once rows were removed or numbered anew, and then kept again", async () => {
    await log(0, LONG + 5);
    await keep();
    change(`DELETE FROM metrics WHERE run_uuid = '${run}' AND step = 777`);
    const reader = runs.openConnection();
    await read(reader);
    // The first answer doesn't wait for the rows to be counted.
    seriesCacheOf(reader).save();
    expect((await read(reader)).chart).toMatchObject([{ count: LONG + 4 }]);
    const { chart, summary } = await read();
    expect(chart).toMatchObject([{ count: LONG + 4 }]);
    expect(summary).toMatchObject([{ count: LONG + 4 }]);
    expect(countKept()).toBe(LONG + 4);

    change(`DELETE FROM metrics WHERE run_uuid = '${other}'; VACUUM`);
    await log(LONG + 5, 10);
    expect((await read()).chart).toMatchObject([{ count: LONG + 14, last: { step: LONG + 14 } }]);
  });

  it("are not believed once so many rows were removed that they are not long any more", async () => {
    await log(0, LONG + 10);
    await keep();
    for (const left of [10, 0]) {
      const steps = left === 0 ? "" : `AND step < ${LONG}`;
      change(`DELETE FROM metrics WHERE run_uuid = '${run}' ${steps}`);
      const reader = runs.openConnection();
      await read(reader);
      seriesCacheOf(reader).save();
      const { chart } = await read(reader);
      expect(chart.map(({ count }) => count)).toEqual(left === 0 ? [] : [left]);
    }
  });

  it("are made of points that fill a lot", async () => {
    for (const count of [524_288, 524_290]) {
      change(`DROP TABLE IF EXISTS mlflow_ts_series_2; DELETE FROM metrics;
        WITH RECURSIVE places (place) AS
          (SELECT 1 UNION ALL SELECT place + 1 FROM places WHERE place < ${count})
        INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan)
        SELECT 'loss', 0, place, '${run}', min(place, 524288), 0 FROM places`);
      await keep();
      expect(countKept()).toBe(count);
    }
  });

  it("are made before millions of points are looked at, which are never all in memory", async () => {
    // Three points to a step, a spike, and a lot that ends within a step.
    change(`WITH RECURSIVE places (place) AS
        (SELECT 0 UNION ALL SELECT place + 1 FROM places WHERE place < 2100000)
      INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan)
      SELECT 'loss', iif(place = 1234567, 5, place % 1000 / 1000.0), place, '${run}',
        place / 3 - 1000, place = 777777 FROM places;
      INSERT INTO latest_metrics (key, value, timestamp, run_uuid, step, is_nan)
      VALUES ('loss', 0, 2100000, '${run}', 699000, 0)`);
    const { chart, summary } = await read();
    const count = 2_100_001;
    expect(countKept()).toBe(count);
    const max = { step: 410_522, timestamp: 1_234_567, value: 5 };
    const first = { step: -1000, timestamp: 0, value: 0 };
    const last = { step: 699_000, timestamp: 2_100_000, value: 0 };
    expect(chart).toMatchObject([{ count, first, last, max }]);
    expect(summary).toMatchObject([{ count, max: { step: 410_522 } }]);

    const reader = runs.openConnection();
    await read(reader);
    const before = process.memoryUsage().arrayBuffers;
    seriesCacheOf(reader).save();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);

    change("DROP TABLE mlflow_ts_series_2");
    const writer = new DatabaseSync(connection.path);
    writer.exec("BEGIN IMMEDIATE");
    expect(await read(), "as long as nothing can be kept, all are read").toEqual({
      chart,
      summary,
    });
    writer.close();
    expect(countKept()).toBe(0);
  });

  it("go with their run, also when MLflow removes it", async () => {
    await log(0, LONG);
    await keep();
    const tables = ["tags", "latest_metrics", "metrics"];
    change(tables.map((name) => `DELETE FROM ${name} WHERE run_uuid = '${run}'`).join("; "));
    change(`DELETE FROM runs WHERE run_uuid = '${run}'`);
    expect(countKept()).toBe(0);
  });

  it("are made by the server itself once a training is quiet", async () => {
    await log(0, LONG);
    await expect.poll(() => countKept(), { timeout: 10_000 }).toBe(LONG);
  });
});
