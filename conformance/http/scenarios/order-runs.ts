import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

const VALUES = [0.5, "NaN", undefined, "Infinity", -1, "-Infinity", 0.5, undefined] as const;

/** Runs whose metric, param and tag are there, missing, equal and NaN. */
async function prepare(probe: Probe): Promise<{ experimentId: string; runIds: string[] }> {
  const experimentId = await createExperiment(probe);
  const runIds: string[] = [];
  for (const [i, value] of VALUES.entries()) {
    const run_id = await createRun(probe, experimentId, {
      run_name: `run ${i}`,
      start_time: 1000 + Math.floor(i / 2),
    });
    runIds.push(run_id);
    const has = value !== undefined;
    await probe.post("runs/log-batch", {
      run_id,
      metrics: has ? [{ key: "m x", value, timestamp: 1, step: 1 }] : [],
      params: has ? [{ key: "p", value: `${"cabd"[i % 4]}` }] : [],
      tags: has ? [{ key: "t.u", value: `${"CaBd"[i % 4]}` }] : [],
    });
    if (i % 2 === 0)
      await probe.post("runs/update", { run_id, status: "FINISHED", end_time: 9000 - i });
  }
  return { experimentId, runIds };
}

/** Only names and ids matter for an order; the rest is compared elsewhere. */
const LAST = "attributes.run_name";

export const orderRuns: Area = {
  "order_by of every kind": async (probe) => {
    const { experimentId } = await prepare(probe);
    const search = (order_by: unknown) =>
      probe.post(
        "runs/search",
        { experiment_ids: [experimentId], order_by },
        JSON.stringify(order_by),
      );
    for (const order of [
      "metrics.`m x`",
      "metrics.`m x` ASC",
      "metrics.`m x` DESC",
      'metrics."m x" DESC',
      "metric.`m x` desc",
      "params.p",
      "params.p DESC",
      "param.p ASC",
      "tags.`t.u`",
      "tags.t.u DESC",
      "start_time",
      "attributes.start_time DESC",
      "attribute.end_time",
      "end_time DESC",
      "status",
      "status DESC",
      "run_name DESC",
      "attributes.`Run name` DESC",
      "attributes.Created",
      "created DESC",
      "user_id",
      "metrics.missing DESC",
      "metrics.",
      "params.missing",
    ]) {
      await search([order, LAST]);
    }
    await search([LAST, "start_time DESC"]);
    await search(["start_time DESC", "metrics.`m x` DESC", "params.p ASC", LAST]);
    await search(["run_name", "run_name DESC"]);
    await search(["params.p", "params.p DESC", LAST]);
    for (const order of [
      "lifecycle_stage",
      "nope",
      "foo.bar",
      "run_name SIDEWAYS",
      "run_name ASC ASC",
      "run_name, start_time",
      "",
      " ",
      "metrics",
      "dataset.name",
      "`run_name",
      "run_name; DROP TABLE runs",
    ]) {
      await search([order]);
    }
    await search("run_name");
    await search([5]);
  },

  "without order_by": async (probe) => {
    const experimentId = await createExperiment(probe);
    for (const start_time of [3000, 1000, 4000, 2000]) {
      await createRun(probe, experimentId, { start_time, run_name: `at ${start_time}` });
    }
    await probe.post("runs/search", { experiment_ids: [experimentId] });
    await probe.post(
      "runs/search",
      { experiment_ids: [experimentId], order_by: [] },
      "an empty list",
    );
    await probe.post("runs/search", { experiment_ids: [experimentId], order_by: null }, "null");
    const only = await createExperiment(probe);
    await createRun(probe, only);
    await probe.post("runs/search", { experiment_ids: [only], order_by: ["run_id"] }, "by run_id");
    await probe.post(
      "runs/search",
      { experiment_ids: [only], order_by: ["artifact_uri"] },
      "by artifact_uri",
    );
  },

  "page by page": async (probe) => {
    const { experimentId } = await prepare(probe);
    for (const order_by of [[LAST], ["metrics.`m x` DESC", LAST], ["start_time DESC", LAST]]) {
      let page_token: string | undefined;
      let pages = 0;
      do {
        const page = await probe.post(
          "runs/search",
          {
            experiment_ids: [experimentId],
            max_results: 3,
            order_by,
            ...(page_token ? { page_token } : {}),
          },
          `page by ${order_by[0]}`,
        );
        page_token = page.next_page_token;
        pages += 1;
      } while (page_token && pages < 5);
    }
    await probe.post(
      "runs/search",
      { experiment_ids: [experimentId], max_results: 8, order_by: [LAST] },
      "exactly all",
    );
  },

  "experiments, views and limits": async (probe) => {
    const { experimentId, runIds } = await prepare(probe);
    const other = await createExperiment(probe);
    await createRun(probe, other, { run_name: "other", start_time: 1 });
    await probe.post("runs/delete", { run_id: runIds[0] });
    const search = (fields: object, step: string) =>
      probe.post(
        "runs/search",
        { experiment_ids: [experimentId], order_by: [LAST], ...fields },
        step,
      );
    await search({ run_view_type: "ACTIVE_ONLY" }, "active");
    await search({ run_view_type: "DELETED_ONLY" }, "deleted");
    await search({ run_view_type: "ALL" }, "all");
    await search({ run_view_type: 2 }, "a view by its number");
    await search({ run_view_type: "NOPE" }, "an unknown view");
    await search({ experiment_ids: [experimentId, other] }, "two experiments");
    await search({ experiment_ids: [other, other] }, "one twice");
    await search({ experiment_ids: [] }, "no experiment");
    await search({ experiment_ids: null }, "null experiments");
    await probe.post("runs/search", {}, "an empty request");
    await search({ experiment_ids: ["99999"] }, "an unknown experiment");
    await search({ experiment_ids: ["abc"] }, "a wrong id");
    await search({ experiment_ids: [5.5] }, "a fraction");
    await search({ experiment_ids: "0" }, "a text");
    await search({ experiment_ids: [Number(other)] }, "a number in the list");
    await search({ max_results: 0 }, "0");
    await search({ max_results: -1 }, "-1");
    await search({ max_results: 50_000, experiment_ids: [other] }, "50,000");
    await search({ max_results: 50_001 }, "50,001");
    await search({ max_results: "2" }, "a text of digits");
    await search({ max_results: "abc" }, "a text as limit");
    await search({ max_results: 1.5 }, "a fraction as limit");
    await search({ max_results: 3_000_000_000 }, "past 32 bits");
    await search({ max_results: null, experiment_ids: [other] }, "null as limit");
    await search({ page_token: "!!!" }, "a token that is no base64");
    await search({ page_token: "YWJj" }, "a token that is no JSON");
    await search({ page_token: "eyJvZmZzZXQiOiAtNX0=" }, "a token of a negative offset");
    await search({ page_token: "eyJvZmZzZXQiOiAzfQ==" }, "a token of an offset");
    await search({ page_token: "eyJhIjogMX0=" }, "a token without offset");
    await search({ page_token: 5 }, "a number as token");
    await search({ filter: 5 }, "a number as filter");
    await search({ filter: null, experiment_ids: [other] }, "null as filter");
  },
};
