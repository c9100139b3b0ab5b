import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

async function prepare(probe: Probe, points: number): Promise<string> {
  const run_id = await createRun(probe, await createExperiment(probe));
  const metrics = Array.from({ length: points }, (_, step) => ({
    key: "loss",
    value: 1 / (step + 1),
    timestamp: 1000 + step,
    step,
  }));
  await probe.post("runs/log-batch", { run_id, metrics });
  return run_id;
}

export const metricHistory: Area = {
  "get-history page by page": async (probe) => {
    const run_id = await prepare(probe, 25);
    const read = (query: object, step: string) =>
      probe.get("metrics/get-history", { run_id, metric_key: "loss", ...query }, step);
    await read({}, "without pages");
    let page_token: string | undefined;
    let pages = 0;
    do {
      const page = await read({ max_results: 10, ...(page_token ? { page_token } : {}) }, "page");
      page_token = page.next_page_token;
      pages += 1;
    } while (page_token && pages < 5);
    await read({ max_results: 25 }, "exactly all");
    await read({ max_results: 100 }, "more than there are");
    await read({ max_results: 0 }, "0");
    await read({ max_results: -1 }, "-1");
    await read({ max_results: "abc" }, "a text");
    await read({ max_results: 25_001 }, "25,001");
    await read({ max_results: 3_000_000_000 }, "past 32 bits");
    await read({ max_results: 5, page_token: "!!!" }, "a bad token");
    await read({ page_token: "!!!" }, "a bad token without pages");
    await read({ metric_key: "nope" }, "an unknown metric");
    await read({ metric_key: "" }, "an empty key");
    await probe.get("metrics/get-history", { run_id }, "no key");
    await probe.get("metrics/get-history", { metric_key: "loss" }, "no run");
    await probe.get(
      "metrics/get-history",
      { run_id: "nope", metric_key: "loss" },
      "an unknown run",
    );
    await probe.get(
      "metrics/get-history",
      { run_uuid: run_id, metric_key: "loss", max_results: 1 },
      "by run_uuid",
    );
  },

  "equal points and equal times": async (probe) => {
    const run_id = await prepare(probe, 1);
    const metrics = [
      { key: "m", value: 3, timestamp: 5, step: 2 },
      { key: "m", value: 1, timestamp: 5, step: 2 },
      { key: "m", value: 2, timestamp: 4, step: 3 },
      { key: "m", value: "NaN", timestamp: 5, step: 2 },
      { key: "m", value: 9, timestamp: 6, step: 1 },
      { key: "m", value: 3, timestamp: 5, step: 2 },
    ];
    await probe.post("runs/log-batch", { run_id, metrics });
    await probe.post("runs/log-batch", { run_id, metrics: metrics.slice(0, 2) }, "twice the same");
    const read = (query: object, step: string) =>
      probe.get("metrics/get-history", { run_id, metric_key: "m", ...query }, step);
    await read({}, "all");
    const first = await read({ max_results: 2 }, "first page");
    const second = await read(
      { max_results: 2, page_token: first.next_page_token ?? "" },
      "second page",
    );
    await read({ max_results: 2, page_token: second.next_page_token ?? "" }, "third page");
  },

  "get-history-bulk": async (probe) => {
    const one = await prepare(probe, 3);
    const two = await prepare(probe, 3);
    const bulk = (query: object, step: string) =>
      probe.get("/ajax-api/2.0/mlflow/metrics/get-history-bulk", { ...query }, step);
    await bulk({ run_id: [one, two], metric_key: "loss" }, "two runs");
    await bulk({ run_id: [two, one], metric_key: "loss" }, "in the other order");
    await bulk({ run_id: one, metric_key: "loss" }, "one run");
    await bulk({ run_id: one, metric_key: "loss", max_results: 2 }, "at most 2");
    await bulk({ run_id: one, metric_key: "loss", max_results: 0 }, "at most 0");
    await bulk({ run_id: one, metric_key: "loss", max_results: "abc" }, "a text");
    await bulk({ run_id: one, metric_key: "loss", max_results: 99_999 }, "a large limit");
    await bulk({ run_id: [one, one], metric_key: "loss" }, "a run twice");
    await bulk({ run_id: one, metric_key: "nope" }, "an unknown metric");
    await bulk({ run_id: one }, "no key");
    await bulk({ metric_key: "loss" }, "no run");
    await bulk({ run_id: ["nope", one], metric_key: "loss" }, "an unknown run");
    await bulk(
      { run_id: Array.from({ length: 100 }, (_, i) => `r${i}`), metric_key: "loss" },
      "100 runs",
    );
    await bulk(
      { run_id: Array.from({ length: 101 }, (_, i) => `r${i}`), metric_key: "loss" },
      "101 runs",
    );
    await probe.get(
      "/api/2.0/mlflow/metrics/get-history-bulk",
      { run_id: one, metric_key: "loss" },
      "below /api",
    );
  },

  "get-history-bulk-interval": async (probe) => {
    const one = await prepare(probe, 50);
    const two = await prepare(probe, 5);
    const sparse = await prepare(probe, 1);
    const metrics = [1, 2, 3, 100, 101, 5000].map((step) => ({
      key: "loss",
      value: step,
      timestamp: step,
      step,
    }));
    await probe.post("runs/log-batch", { run_id: sparse, metrics });
    await probe.post("runs/log-batch", {
      run_id: two,
      metrics: [
        { key: "loss", value: "NaN", timestamp: 9, step: 4 },
        { key: "loss", value: 7, timestamp: 8, step: 4 },
      ],
    });
    const bulk = (query: object, step: string) =>
      probe.get(
        "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval",
        { metric_key: "loss", ...query },
        step,
      );
    await bulk({ run_ids: one }, "all of one run");
    await bulk({ run_ids: [one, two] }, "two runs");
    await bulk({ run_ids: one, max_results: 10 }, "at most 10");
    await bulk({ run_ids: one, max_results: 7 }, "at most 7");
    await bulk({ run_ids: [one, two], max_results: 3 }, "two runs, at most 3 each");
    await bulk({ run_ids: one, max_results: 1 }, "at most 1");
    await bulk({ run_ids: one, start_step: 10, end_step: 20 }, "between two steps");
    await bulk(
      { run_ids: one, start_step: 10, end_step: 40, max_results: 5 },
      "between two steps, at most 5",
    );
    await bulk(
      { run_ids: [one, sparse], start_step: 0, end_step: 5000, max_results: 6 },
      "dense and sparse",
    );
    await bulk({ run_ids: sparse, max_results: 3 }, "sparse, at most 3");
    await bulk({ run_ids: one, start_step: 10 }, "only a start");
    await bulk({ run_ids: one, end_step: 10 }, "only an end");
    await bulk({ run_ids: one, start_step: 20, end_step: 10 }, "the end before the start");
    await bulk({ run_ids: one, start_step: 10, end_step: 10 }, "one step");
    await bulk({ run_ids: one, start_step: 1000, end_step: 2000 }, "where nothing is");
    await bulk({ run_ids: one, start_step: "a", end_step: "b" }, "texts as steps");
    await bulk({ run_ids: one, max_results: 0 }, "at most 0");
    await bulk({ run_ids: one, max_results: -5 }, "a negative limit");
    await bulk({ run_ids: one, max_results: 2501 }, "2,501");
    await bulk({ run_ids: one, max_results: 2500 }, "2,500");
    await bulk({ run_ids: one, metric_key: "nope" }, "an unknown metric");
    await bulk({ run_ids: ["nope", one], max_results: 2 }, "an unknown run");
    await bulk({ run_ids: "nope" }, "only an unknown run");
    await bulk({}, "no run");
    await bulk({ run_ids: one, metric_key: "" }, "an empty key");
    await probe.get(
      "/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval",
      { run_ids: one },
      "no key",
    );
    await bulk({ run_ids: Array.from({ length: 101 }, (_, i) => `r${i}`) }, "101 runs");
    await probe.get(
      "/api/2.0/mlflow/metrics/get-history-bulk-interval",
      { run_ids: two, metric_key: "loss" },
      "below /api",
    );
  },
};
