import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "./runs/create-run.ts";
import { logBatch } from "./runs/log-batch.ts";
import type { Store } from "./store.ts";
import { openTestStore, type TestStore } from "./testing/test-store.ts";

let opened: TestStore;
let store: Store;

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
  const { info } = await createRun(store, contract.createRun.request.parse({ experiment_id: "0" }));
  await logBatch(
    store,
    contract.logBatch.request.parse({
      run_id: info.run_id,
      metrics: [{ key: "loss", value: 1, timestamp: 1 }],
      params: [{ key: "lr", value: "0.1" }],
      tags: [{ key: "team", value: "a".repeat(5000) }],
    }),
  );
});

afterAll(() => opened.remove());

type Fields = Record<string, unknown>;

const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

async function countRuns(fields: Fields): Promise<number> {
  const request = contract.searchRuns.request.parse({ experiment_ids: ["0"], ...fields });
  const { bytes } = await store.reader.run("searchRuns", request);
  return contract.searchRuns.response.parse(decode(bytes)).runs?.length ?? 0;
}

async function countExperiments(fields: Fields): Promise<number> {
  const request = contract.searchExperiments.request.parse({ max_results: 10, ...fields });
  const { bytes } = await store.reader.run("searchExperiments", request);
  return contract.searchExperiments.response.parse(decode(bytes)).experiments?.length ?? 0;
}

async function countModels(fields: Fields): Promise<number> {
  const request = contract.searchLoggedModels.request.parse({ experiment_ids: ["0"], ...fields });
  const { bytes } = await store.reader.run("searchLoggedModels", request);
  return contract.searchLoggedModels.response.parse(decode(bytes)).models?.length ?? 0;
}

const repeat = (part: string, times: number, separator: string) =>
  Array(times).fill(part).join(separator);

const RUN_CONDITIONS = [
  "metrics.loss = 1",
  "params.lr LIKE '0.%'",
  "tags.team ILIKE 'A%'",
  "attributes.status = 'RUNNING'",
  "attributes.run_id NOT IN ('a', 'b')",
  "NOT dataset.name = 'd'",
  "params.none IS NULL",
];

describe("a filter at its limits", () => {
  it.each(RUN_CONDITIONS)("finds a run by 256 times %s", async (condition) => {
    for (const separator of [" AND ", " OR "]) {
      expect(await countRuns({ filter: repeat(condition, 256, separator) })).toBe(1);
    }
  });

  it("finds a run by 70 conditions of all kinds, ordered by 50 columns", async () => {
    const filter = repeat(RUN_CONDITIONS.join(" AND "), 10, " AND ");
    const order_by = Array.from(
      { length: 50 },
      (_, i) => `${["metrics", "params", "tags"][i % 3]}.k${i}`,
    );
    expect(await countRuns({ filter, order_by })).toBe(1);
  });

  it("finds a run by conditions nested 64 deep", async () => {
    const nested = `${"NOT (".repeat(32)}metrics.loss = 1${")".repeat(32)}`;
    expect(await countRuns({ filter: nested })).toBe(1);
    const deep = `${"(tags.a = 'b' OR ".repeat(64)}metrics.loss = 1${")".repeat(64)}`;
    expect(await countRuns({ filter: deep })).toBe(1);
  });

  it("finds a run by a list of 5,000 ids", async () => {
    const ids = Array.from({ length: 5000 }, (_, i) => `'${i.toString(16).padStart(32, "0")}'`);
    expect(await countRuns({ filter: `run_id NOT IN (${ids.join(",")})` })).toBe(1);
  });

  it("finds an experiment and searches models by 256 conditions", async () => {
    const filter = repeat("name ILIKE 'def%' AND tags.a IS NULL", 128, " AND ");
    expect(await countExperiments({ filter, order_by: Array(50).fill("name") })).toBe(1);
    const models = repeat("metrics.a > 1 AND params.a = 'b'", 128, " AND ");
    const order_by = Array.from({ length: 50 }, (_, i) => ({ field_name: `metrics.k${i}` }));
    expect(await countModels({ filter: models, order_by })).toBe(0);
  });
});

describe("past the limits a search is refused", () => {
  const refusal = { errorCode: "INVALID_PARAMETER_VALUE", status: 400 };

  it("for 257 conditions", async () => {
    const filter = repeat("tags.team = 'a'", 257, " AND ");
    for (const count of [countRuns, countExperiments, countModels]) {
      await expect(count({ filter })).rejects.toMatchObject(refusal);
    }
  });

  it("for 1,000 columns to order by", async () => {
    const columns = Array.from({ length: 1000 }, (_, i) => `metrics.m${i}`);
    await expect(countRuns({ order_by: columns })).rejects.toMatchObject(refusal);
    const names = Array<string>(1000).fill("name");
    await expect(countExperiments({ order_by: names })).rejects.toMatchObject(refusal);
    const fields = columns.map((field_name) => ({ field_name }));
    await expect(countModels({ order_by: fields })).rejects.toMatchObject(refusal);
  });

  it("for a pattern of 50,001 bytes", async () => {
    for (const operator of ["LIKE", "ILIKE"]) {
      const filter = `tags.team ${operator} '${"x".repeat(50_001)}'`;
      await expect(countRuns({ filter })).rejects.toMatchObject(refusal);
    }
  });
});

it("matches a hostile pattern without backtracking", async () => {
  for (const operator of ["LIKE", "ILIKE"]) {
    // By backtracking this takes longer than the age of the universe.
    const filter = `tags.team ${operator} '${"%a".repeat(1000)}%b'`;
    expect(await countRuns({ filter })).toBe(0);
  }
});
