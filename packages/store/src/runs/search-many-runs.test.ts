import { contract } from "@mlflow-ts/contract";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasSearchIndexes, indexForSearches } from "../db/index-for-searches.ts";
import { openReader } from "../db/sqlite-database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { isIndexedForSearch } from "../run-table/find-runs.ts";
import { IS_NETWORKED } from "../testing/test-database.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { searchRuns } from "./search-runs.ts";

const RUNS = 6000;
const KEYS = 10;

/** Runs with gaps and NaN among their values; every fifth is deleted, every third in experiment 1. */
const SEED = `
  WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n LIMIT ${RUNS})
  INSERT INTO runs (run_uuid, name, source_type, status, start_time, lifecycle_stage, experiment_id)
    SELECT printf('%032x', (n * 2654435761) % 4294967296), 'run ' || n, 'UNKNOWN', 'FINISHED',
      n / 7, iif(n % 5 = 0, 'deleted', 'active'), n % 3 = 0 FROM n;
  WITH RECURSIVE k (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k LIMIT ${KEYS})
  INSERT INTO params (key, value, run_uuid)
    SELECT 'p' || k, 'value ' || (start_time * 3 + k) % 7, run_uuid FROM runs, k;
  WITH RECURSIVE k (k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k LIMIT ${KEYS})
  INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
    SELECT 'm' || k, iif(rowid % 11 = k, 0, (rowid * 31 + k * 17) % 101), 0, 0, rowid % 11 = k, run_uuid
    FROM runs, k WHERE rowid % 13 != k;`;

let opened: TestStore;
let path: string;
let connection: SqliteConnection;

function pathOf({ database: { place } }: TestStore): string {
  if (!("path" in place)) throw new Error("the test's database is no SQLite file");
  return place.path;
}

function change(statements: string): void {
  const writer = new DatabaseSync(path);
  writer.exec(statements);
  writer.close();
}

beforeAll(async () => {
  if (IS_NETWORKED) return;
  opened = await openTestStore();
  path = pathOf(opened);
  change(`INSERT INTO experiments (experiment_id, name, lifecycle_stage, artifact_location, workspace)
    VALUES (1, 'other', 'active', 'x', 'default')`);
  change(SEED);
  connection = openReader(path);
});

afterAll(async () => {
  connection?.close();
  await opened?.remove();
});

const FILTERS = [
  "",
  "metrics.m1 < 40",
  "metrics.m1 != 0 and metrics.m2 >= 20 and metrics.m3 <= 90",
  "params.p1 = 'value 3'",
  "params.p1 != 'value 3' and metrics.m4 > 50",
  "params.p1 LIKE 'value%' and attributes.status = 'FINISHED' and metrics.m0 = 7",
  "params.p1 = 'value 3' or metrics.m1 < 5",
  "not (params.p1 = 'value 3' and metrics.m1 < 50)",
  "params.none = 'x'",
  "params.p1 IS NOT NULL and params.none IS NULL and metrics.m6 < 90",
  "attributes.run_name = 'run 12' and params.p1 ILIKE 'VALUE%'",
];
const ORDERS = [[], ["metrics.m5 DESC"], ["metrics.m5", "params.p2 DESC"], ["attributes.run_id"]];

async function searchAll(): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const filter of FILTERS) {
    for (const order_by of ORDERS) {
      for (const fields of [{}, { experiment_ids: ["0", "1"], run_view_type: "ALL" }]) {
        const request = contract.searchRuns.request.parse({
          experiment_ids: ["0"],
          filter,
          order_by,
          max_results: 50,
          ...fields,
        });
        const first = await searchRuns(connection.queries, request);
        const { next_page_token: page_token } = first;
        const second =
          page_token && (await searchRuns(connection.queries, { ...request, page_token }));
        answers.push(
          [first, second].map((page) => page && page.runs?.map(({ info }) => info.run_id)),
        );
      }
    }
  }
  return answers;
}

// Others plan by the numbers of their rows.
describe.skipIf(IS_NETWORKED)("a search among many runs", () => {
  it("finds by indexes of our own what it finds without them", { timeout: 60_000 }, async () => {
    const { queries } = connection;
    const request = { experiment_ids: ["0"] };
    expect(await hasSearchIndexes(queries)).toBe(false);
    const without = await searchAll();
    expect(without.flat(2).length, "runs on all pages").toBeGreaterThan(2000);
    indexForSearches(connection);
    expect(await isIndexedForSearch(queries, request)).toBe(true);
    expect(await searchAll()).toEqual(without);

    // Anybody may drop one.
    change("DROP INDEX mlflow_ts_params");
    expect(await hasSearchIndexes(queries)).toBe(false);
    expect(await searchAll()).toEqual(without);
    indexForSearches(connection);
    expect(await hasSearchIndexes(queries)).toBe(true);
  });

  it("looks up the values of few runs", async () => {
    change(`INSERT INTO experiments (experiment_id, name, lifecycle_stage, artifact_location, workspace)
      VALUES (2, 'small', 'active', 'x', 'default')`);
    expect(await hasSearchIndexes(connection.queries)).toBe(true);
    expect(await isIndexedForSearch(connection.queries, { experiment_ids: ["2"] })).toBe(false);
  });

  it("leaves small databases, and what can't be written, as they are", async () => {
    const small = await openTestStore();
    const reader = openReader(pathOf(small));
    indexForSearches(reader);
    expect(await hasSearchIndexes(reader.queries)).toBe(false);
    reader.close();
    await small.remove();

    change("DROP INDEX mlflow_ts_params");
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    indexForSearches(connection);
    other.exec("ROLLBACK");
    other.close();
    expect(await hasSearchIndexes(connection.queries)).toBe(false);
  });
});
