import { contract, type MetricInput } from "@mlflow-ts/contract";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Queries } from "../db/database.ts";
import type { OpenReads } from "../reader/open-reads.ts";
import { RunStore } from "../run-table/testing/run-store.ts";
import { logBatch } from "../runs/log-batch.ts";
import { IS_POSTGRESQL } from "../testing/test-database.ts";
import { LONG } from "./kept-chunk.ts";
import { findKeptEnd, keepMoreOnPostgresql } from "./postgresql-kept-series.ts";

let runs: RunStore;
let queries: Queries;
let run: string;

beforeEach(async () => {
  if (!IS_POSTGRESQL) return;
  runs = await RunStore.open();
  ({ queries } = runs.reader);
  run = await runs.add({ run_name: "long" });
});

afterEach(async () => {
  if (IS_POSTGRESQL) await runs.close();
});

const metric = () => ({ runId: run, key: "loss" });
const countKept = async () => (await findKeptEnd(queries, metric())).count;
const keep = () => keepMoreOnPostgresql(queries, metric());

const pointAt = (step: number) =>
  ({ key: "loss", value: Math.sin(step), step, timestamp: 10_000 + step }) as MetricInput;

/** Points of the steps from `from`. */
async function log(from: number, count: number): Promise<void> {
  for (let start = from; start < from + count; start += 1000) {
    const length = Math.min(1000, from + count - start);
    const metrics = Array.from({ length }, (_, index) => pointAt(start + index));
    const request = contract.logBatch.request.parse({ run_id: run });
    await logBatch(runs.store, { ...request, metrics });
  }
}

/** What other programs write. */
const insert = (step: number, value: number) =>
  sql`insert into metrics values ('loss', ${value}, 1, ${run}, ${step}, false)`.execute(queries);

/** What a thread that has read nothing yet answers, along steps and along times. */
async function read(reader?: OpenReads) {
  const own = reader ?? (await runs.openReader());
  const request = { run_ids: [run], metric_keys: ["loss"] };
  const ask = (more: object) =>
    own.run("getMetricSeries", contract.getMetricSeries.request.parse({ ...request, ...more }));
  const [byStep] = (await ask({})).series;
  const [byTime] = (await ask({ x_axis: "TIME" })).series;
  expect(byTime?.count).toBe(byStep?.count);
  expect(byTime?.max).toEqual(byStep?.max);
  return byStep;
}

/** As the server does once nobody waits for an answer. */
const tidyUp = async (reader: OpenReads) => reader.tidyUp?.();

describe.skipIf(!IS_POSTGRESQL)("metrics kept as columns in PostgreSQL", () => {
  it("answer as their rows do, with what was logged since, and without the table", async () => {
    await log(0, LONG + 1);
    const fromRows = await read();
    await keep();
    // The latest step waits for the next one.
    expect(await countKept()).toBe(LONG);
    expect(await read()).toEqual(fromRows);
    await log(LONG + 1, 1000);
    const longer = await read();
    expect(longer).toMatchObject({ count: LONG + 1001, last: { step: LONG + 1000 } });
    await sql`drop table mlflow_ts_series_2`.execute(queries);
    expect(await read()).toEqual(longer);
    await log(5, 1);
    await keep();
    expect(await countKept()).toBe(LONG + 1000);
    expect(await read()).toEqual(longer);
  });

  it("are not read past a point that came late, until they are kept anew", async () => {
    await log(0, LONG + 1);
    await keep();
    const reader = await runs.openReader();
    await read(reader);
    const request = contract.logBatch.request.parse({ run_id: run });
    await logBatch(runs.store, {
      ...request,
      metrics: [{ ...pointAt(100), value: 50 }, pointAt(LONG + 1)],
    });
    expect(await countKept()).toBe(0);
    for (const each of [reader, await runs.openReader()]) {
      expect(await read(each)).toMatchObject({ count: LONG + 3, max: { value: 50, step: 100 } });
    }
    await tidyUp(reader);
    await keep();
    expect(await countKept()).toBe(LONG + 2);
    expect(await read()).toMatchObject({ count: LONG + 3, max: { value: 50, step: 100 } });
  });

  it("take in what another program wrote: later points at once, late ones after a look", async () => {
    await log(0, LONG + 1);
    await keep();
    await insert(LONG + 1, 60);
    expect(await read()).toMatchObject({ count: LONG + 2, max: { value: 60 } });
    await insert(7, 70);
    const reader = await runs.openReader();
    await read(reader);
    await tidyUp(reader);
    expect(await read(reader)).toMatchObject({ count: LONG + 3, max: { value: 70, step: 7 } });
    expect(await read()).toMatchObject({ count: LONG + 3, max: { value: 70, step: 7 } });
    await sql`delete from metrics where run_uuid = ${run} and value = 70`.execute(queries);
    const later = await runs.openReader();
    await read(later);
    await tidyUp(later);
    expect(await read()).toMatchObject({ count: LONG + 2, max: { value: 60 } });
  });

  it("are kept once by servers that do it at the same time, while late points come", async () => {
    await log(0, LONG + 1);
    const readers = await Promise.all([runs.openReader(), runs.openReader(), runs.openReader()]);
    const late = [3, 1, 2].map((step) => logBatchOf({ ...pointAt(step), value: 20 + step }));
    await Promise.all([
      ...readers.map((reader) => keepMoreOnPostgresql(reader.queries, metric())),
      ...late,
    ]);
    expect(await read()).toMatchObject({ count: LONG + 4, max: { value: 23, step: 3 } });
    await keep();
    expect(await read()).toMatchObject({ count: LONG + 4, max: { value: 23, step: 3 } });
    expect([LONG + 3, 0]).toContain(await countKept());
  });

  it("stay with a run that is deleted, and go with one that is removed", async () => {
    await log(0, LONG + 1);
    await keep();
    const before = await read();
    await sql`update runs set lifecycle_stage = 'deleted' where run_uuid = ${run}`.execute(queries);
    expect(await read()).toEqual(before);
    for (const table of ["tags", "latest_metrics", "metrics", "runs"]) {
      await sql`delete from ${sql.table(table)} where run_uuid = ${run}`.execute(queries);
    }
    const { rows } = await sql`select 1 from mlflow_ts_series_2`.execute(queries);
    expect(rows).toEqual([]);
    expect(await read()).toBeUndefined();
  });

  it("are left alone by a server whose role may neither make nor use the table", async () => {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
      queries,
    );
    const role = `${rows[0]?.name ?? ""}_limited`;
    await sql.raw(`create role ${role}`).execute(queries);
    await sql
      .raw(`grant select, insert, update on all tables in schema public to ${role}`)
      .execute(queries);
    const limited = await runs.openAs(role);
    const askLimited = () => read(limited.reader);
    try {
      await log(0, LONG + 1);
      await keepMoreOnPostgresql(limited.reader.queries, metric());
      const { rows: tables } = await sql`
        select to_regclass('mlflow_ts_series_2') as name`.execute(queries);
      expect(tables).toEqual([{ name: null }]);
      expect(await askLimited()).toMatchObject({ count: LONG + 1 });
      await tidyUp(limited.reader);
      await keep();
      expect(await countKept()).toBe(LONG);
      expect(await findKeptEnd(limited.reader.queries, metric())).toMatchObject({ count: 0 });
      await logBatchOf({ ...pointAt(100), value: 50 }, limited.store);
      await tidyUp(limited.reader).catch(() => undefined);
      expect(await askLimited()).toMatchObject({ count: LONG + 2, max: { value: 50 } });
    } finally {
      await limited.close();
      await sql.raw(`drop owned by ${role}; drop role ${role}`).execute(queries);
    }
  });

  it("are made by the server itself once a training is quiet, and by a reader", async () => {
    await log(0, LONG + 1);
    await expect.poll(countKept, { timeout: 10_000 }).toBe(LONG);
    await log(LONG + 1, LONG);
    const reader = await runs.openReader();
    await read(reader);
    await tidyUp(reader);
    expect(await countKept()).toBe(2 * LONG);
  });
});

function logBatchOf(point: MetricInput, store = runs.store): Promise<void> {
  const request = contract.logBatch.request.parse({ run_id: run });
  return logBatch(store, { ...request, metrics: [point] });
}
