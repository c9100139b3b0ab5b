import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logMetric } from "../metrics/log-metric.ts";
import type { Store } from "../store.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { createRun } from "./create-run.ts";

let opened: TestStore;
let store: Store;
const ids: string[] = [];

const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));

async function search(fields: Record<string, unknown>) {
  const request = contract.searchRuns.request.parse({
    experiment_ids: ["0"],
    order_by: ["metrics.score"],
    max_results: 10,
    ...fields,
  });
  const { bytes } = await store.reader.run("searchRuns", request);
  const { runs = [], next_page_token } = contract.searchRuns.response.parse(decode(bytes));
  return { found: runs.map(({ info }) => info.run_id), token: next_page_token };
}

async function score(runId: string, value: number, step: number) {
  const request = { run_id: runId, key: "score", value, timestamp: 1, step };
  await logMetric(store, contract.logMetric.request.parse(request));
}

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
  for (let index = 0; index < 35; index += 1) {
    const request = contract.createRun.request.parse({ experiment_id: "0" });
    const { info } = await createRun(store, request);
    ids.push(info.run_id);
    await score(info.run_id, index, 0);
  }
});

afterAll(() => opened.remove());

describe("searchRuns", () => {
  it("goes through all pages in order, without a gap or a double", async () => {
    const pages: string[][] = [];
    let token: string | undefined;
    do {
      const page = await search({ page_token: token });
      pages.push(page.found);
      token = page.token;
    } while (token);
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 5]);
    expect(pages.flat()).toEqual(ids);
  });

  it("shows on a later page what was logged a moment before", async () => {
    const first = await search({});
    const second = await search({ page_token: first.token });
    expect(second.found).toEqual(ids.slice(10, 20));
    await score(ids[34] ?? "", 9.5, 1);
    const changed = await search({ page_token: first.token });
    expect(changed.found).toEqual([ids[34], ...ids.slice(10, 19)]);
    await score(ids[34] ?? "", 34, 2);
  });

  it("finds nothing behind the last page", async () => {
    const page = await search({ page_token: Buffer.from('{"offset": 35}').toString("base64") });
    expect(page).toEqual({ found: [], token: undefined });
  });

  it("refuses on every page an order that only tables know", async () => {
    const { token } = await search({});
    await expect(search({ order_by: ["duration"] })).rejects.toThrow("duration");
    await expect(search({ order_by: ["duration"], page_token: token })).rejects.toThrow("duration");
  });
});
