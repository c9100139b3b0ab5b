import { contract, type MetricInput } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "../runs/create-run.ts";
import { logBatch } from "../runs/log-batch.ts";
import type { Store } from "../store.ts";
import { openTestStore, type TestStore } from "../testing/test-store.ts";

let opened: TestStore;
let store: Store;
let runId: string;

const history = async (fields: Record<string, unknown>) => {
  const request = contract.getMetricHistory.request.parse({ metric_key: "loss", ...fields });
  const { bytes } = await store.reader.run("getMetricHistory", request);
  const answer: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return contract.getMetricHistory.response.parse(answer);
};

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
  runId = (await createRun(store, contract.createRun.request.parse({ experiment_id: "0" }))).info
    .run_id;
  const metrics: MetricInput[] = Array.from({ length: 10 }, (_, step) =>
    contract.logMetric.request.parse({
      run_id: runId,
      key: "loss",
      value: step,
      timestamp: 1,
      step,
    }),
  );
  const request = contract.logBatch.request.parse({ run_id: runId });
  await logBatch(store, { ...request, metrics });
});

afterAll(() => opened.remove());

describe("ReaderPool", () => {
  it("reads what was just written, on a thread of its own", async () => {
    const { metrics } = await history({ run_id: runId });
    expect(metrics?.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("pages to the end without a gap or a double", async () => {
    const values = [];
    let token: string | undefined;
    do {
      const page = await history({ run_id: runId, max_results: 3, page_token: token });
      values.push(...(page.metrics ?? []).map(({ value }) => value));
      token = page.next_page_token;
    } while (token);
    expect(values).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("passes a refusal on with its code", async () => {
    await expect(history({ run_id: runId, page_token: "abc" })).rejects.toMatchObject({
      errorCode: "INVALID_PARAMETER_VALUE",
      message: "Invalid page token, could not base64-decode",
    });
  });

  it("answers many reads at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => history({ run_id: runId })));
    expect(answers.every(({ metrics }) => metrics?.length === 10)).toBe(true);
  });
});
