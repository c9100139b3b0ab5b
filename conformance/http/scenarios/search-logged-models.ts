import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

async function prepare(probe: Probe) {
  const experimentId = await createExperiment(probe);
  const run_id = await createRun(probe, experimentId);
  const modelIds: string[] = [];
  for (const [name, model_type, lr, acc, dataset] of [
    ["alpha", "cnn", "0.1", 0.5, "cifar"],
    ["beta", "cnn", "0.01", 0.9, "mnist"],
    ["Gamma", "mlp", "0.1", "NaN", "cifar"],
    ["delta", "mlp", undefined, undefined, undefined],
  ] as const) {
    const { model } = await probe.post("logged-models", {
      experiment_id: experimentId,
      name,
      model_type,
      source_run_id: run_id,
      params: lr === undefined ? [] : [{ key: "lr", value: lr }],
      tags: [{ key: "first letter", value: name.slice(0, 1) }],
    });
    const model_id = String(model?.info?.model_id);
    modelIds.push(model_id);
    if (acc !== undefined) {
      await probe.post("runs/log-batch", {
        run_id,
        metrics: [
          { key: "acc", value: acc, timestamp: 1, step: 1, model_id },
          {
            key: "acc on",
            value: acc,
            timestamp: 1,
            step: 1,
            model_id,
            dataset_name: dataset,
            dataset_digest: "d1",
          },
        ],
      });
    }
  }
  await probe.json("PATCH", `logged-models/${modelIds[0]}`, { model_id: modelIds[0], status: 2 });
  return {
    experimentId,
    run_id,
    modelIds,
    search: (fields: object, step: string) =>
      probe.post(
        "logged-models/search",
        {
          experiment_ids: [experimentId],
          order_by: [{ field_name: "name", ascending: true }],
          ...fields,
        },
        step,
      ),
  };
}

export const searchLoggedModels: Area = {
  filters: async (probe) => {
    const { search, modelIds, run_id } = await prepare(probe);
    await search({}, "all");
    for (const filter of [
      "name = 'alpha'",
      "name != 'alpha'",
      "name LIKE '%a'",
      "name ILIKE 'G%'",
      "name like 'a%'",
      "name IN ('alpha', 'beta')",
      "name NOT IN ('alpha')",
      "attributes.name = 'alpha'",
      "attribute.name = 'alpha'",
      "model_type = 'cnn'",
      "status = 'READY'",
      "status = 'PENDING'",
      "status != 'READY'",
      "creation_timestamp > 0",
      "creation_time > 0",
      "creation_timestamp_ms > 0",
      "last_updated_timestamp > 0",
      "last_updated_time < 5",
      "last_updated_timestamp_ms >= 0",
      "params.lr = '0.1'",
      "params.lr != '0.1'",
      "params.lr LIKE '0.%'",
      "params.missing = '1'",
      "tags.`first letter` = 'a'",
      "tags.missing = 'a'",
      "metrics.acc > 0.5",
      "metrics.acc >= 0.5",
      "metrics.acc != 0.5",
      "metrics.`acc on` > 0.1",
      "metrics.missing > 0.5",
      "name = 'alpha' AND params.lr = '0.1'",
      "name = 'alpha' and params.lr = '0.1'",
      "name = 'alpha' OR name = 'beta'",
      "name > 'a'",
      "name = 5",
      "nope = 'x'",
      "foo.bar = 'x'",
      "metrics.acc LIKE 'x'",
      "metrics.acc > 'x'",
      "params.lr IS NULL",
      "params.lr > 1",
      "name =",
      "name",
      "(name = 'alpha')",
      "name = 'alpha",
      "experiment_id = '0'",
      "lifecycle_stage = 'active'",
      "artifact_location LIKE 'x%'",
      " ",
    ]) {
      await search({ filter }, filter);
    }
    await search({ filter: `model_id = '${modelIds[1]}'` }, "by its id");
    await search({ filter: `model_id IN ('${modelIds[1]}', '${modelIds[2]}')` }, "by two ids");
    await search({ filter: `source_run_id = '${run_id}'` }, "by its run");
    const onCifar = [{ dataset_name: "cifar" }];
    await search({ filter: "metrics.`acc on` > 0.1", datasets: onCifar }, "on a dataset");
    await search(
      {
        filter: "metrics.`acc on` > 0.1",
        datasets: [{ dataset_name: "mnist", dataset_digest: "d1" }],
      },
      "on a dataset and digest",
    );
    await search(
      {
        filter: "metrics.`acc on` > 0.1",
        datasets: [{ dataset_name: "mnist", dataset_digest: "no" }],
      },
      "on another digest",
    );
    await search({ datasets: onCifar }, "a dataset without filter");
    await search({ datasets: [{ dataset_digest: "d1" }] }, "a dataset without name");
    await search({ datasets: "cifar" }, "a text as datasets");
  },

  "order, pages and limits": async (probe) => {
    const { search, modelIds, experimentId } = await prepare(probe);
    const by = (...order_by: unknown[]) => search({ order_by }, `by ${JSON.stringify(order_by)}`);
    await by({ field_name: "name" });
    await by({ field_name: "name", ascending: false });
    await by({ field_name: "metrics.acc" }, { field_name: "name", ascending: true });
    await by(
      { field_name: "metrics.acc", ascending: true },
      { field_name: "name", ascending: true },
    );
    await by(
      { field_name: "metrics.`acc on`", dataset_name: "cifar" },
      { field_name: "name", ascending: true },
    );
    await by(
      { field_name: "metrics.acc on", dataset_name: "cifar", dataset_digest: "d1" },
      { field_name: "name", ascending: true },
    );
    await by({ field_name: "metrics.missing" }, { field_name: "name", ascending: true });
    await by(
      { field_name: "model_type", ascending: false },
      { field_name: "name", ascending: true },
    );
    await by({ field_name: "creation_timestamp", ascending: true });
    await by({ field_name: "creation_time", ascending: false });
    await by({ field_name: "params.lr" });
    await by({ field_name: "tags.x" });
    await by({ field_name: "nope" });
    await by({ field_name: "" });
    await by({ ascending: true });
    await by({ field_name: "name", dataset_name: "cifar" });
    await by({ field_name: "metrics.acc", dataset_digest: "d1" });
    await by("name");
    await search({ order_by: null, filter: "name = 'alpha'" }, "null as order");
    let page_token: string | undefined;
    let pages = 0;
    do {
      const page = await search({ max_results: 2, ...(page_token ? { page_token } : {}) }, "page");
      page_token = page.next_page_token;
      pages += 1;
    } while (page_token && pages < 4);
    await search({ max_results: 0 }, "0");
    await search({ max_results: -1 }, "-1");
    await search({ max_results: 50 }, "50");
    await search({ max_results: 51 }, "51");
    await search({ max_results: 1001 }, "1,001");
    await search({ max_results: "abc" }, "a text");
    await search({ page_token: "!!!" }, "a bad token");
    await search({ page_token: "YWJj" }, "a token that is no JSON");
    await search({ experiment_ids: [] }, "no experiment");
    await search({ experiment_ids: null }, "null");
    await search({ experiment_ids: ["99999"] }, "an unknown experiment");
    await search({ experiment_ids: ["abc"] }, "a wrong id");
    await search({ experiment_ids: [experimentId, "0"] }, "two experiments");
    await search({ experiment_ids: "0" }, "a text as experiments");
    await probe.send("DELETE", `/api/2.0/mlflow/logged-models/${modelIds[0]}`);
    await search({}, "without a deleted one");
  },
};
