import type { Area } from "../scenario.ts";
import { prepareSampleRuns } from "./sample-runs.ts";

export const searchRunsAttributes: Area = {
  "attributes in a filter": async (probe) => {
    const { search, runIds, experimentId } = await prepareSampleRuns(probe);
    for (const filter of [
      "attributes.status = 'FINISHED'",
      "attribute.status = 'FINISHED'",
      "attr.status = 'FINISHED'",
      "run.status = 'FINISHED'",
      "status = 'FINISHED'",
      "status != 'RUNNING'",
      "status = 'finished'",
      "status LIKE 'F%'",
      "status ILIKE 'f%'",
      "status IN ('FINISHED', 'FAILED')",
      "status NOT IN ('FINISHED', 'FAILED')",
      "attributes.run_name = 'alpha'",
      "run_name = 'alpha'",
      "run_name != 'alpha'",
      "run_name LIKE '%a'",
      "run_name ILIKE 'BETA'",
      "run_name LIKE 'gamma_1'",
      "run_name LIKE 'delta%2'",
      "run_name LIKE '%🚀'",
      "run_name ILIKE 'É%'",
      "run_name IN ('alpha', 'Beta')",
      "run_name NOT IN ('alpha')",
      "run_name in ('alpha')",
      'run_name = "it\'s"',
      "run_name = 'it''s'",
      "`run name` = 'alpha'",
      "attributes.`Run name` = 'alpha'",
      "attributes.`Run Name` LIKE 'a%'",
      "start_time > 2000",
      "start_time >= 2000",
      "start_time < 2000",
      "start_time <= 2000",
      "start_time = 2000",
      "start_time != 2000",
      "attributes.start_time > 2000 AND attributes.start_time < 4000",
      "attributes.created > 2000",
      "attributes.Created > 2000",
      "start_time > '2000'",
      "start_time > 2000.5",
      "start_time > abc",
      "end_time > 2000",
      "end_time != 0",
      "user_id = 'ada'",
      "user_id = ''",
      "attributes.user_id = 'unknown'",
      "artifact_uri LIKE 'mlflow-artifacts:%'",
      "attributes.lifecycle_stage = 'active'",
      "lifecycle_stage = 'deleted'",
      "experiment_id = '1'",
      "run_uuid = 'x'",
      "run_id = 'nope'",
      "run_id > 'a'",
      "run_id LIKE '%'",
      "run_id IN ()",
      "run_id IN ('a'",
      "run_id IN 'a'",
      "run_id IN (1, 2)",
      "run_id IS NULL",
      "start_time IS NULL",
      "end_time IS NULL",
      "start_time IN (1000)",
      "attributes.nope = 'x'",
      "duration > 5",
    ]) {
      await search({ filter }, filter);
    }
    await search({ filter: `run_id = '${runIds[0]}'` }, "by its id");
    await search({ filter: `attributes.run_id != '${runIds[0]}'` }, "all but one id");
    await search({ filter: `run_id IN ('${runIds[0]}', "${runIds[2]}")` }, "by two ids");
    await search({ filter: `run_id NOT IN ('${runIds[0]}','${runIds[2]}')` }, "without two ids");
    await search(
      { filter: `artifact_uri = 'mlflow-artifacts:/${experimentId}/${runIds[1]}/artifacts'` },
      "by its artifact URI",
    );
  },

  "datasets in a filter": async (probe) => {
    const { search, runIds } = await prepareSampleRuns(probe);
    const dataset = (name: string, digest: string) => ({
      name,
      digest,
      source_type: "local",
      source: `{"uri": "/data/${name}"}`,
    });
    const context = (value: string) => [{ key: "mlflow.data.context", value }];
    await probe.post("runs/log-inputs", {
      run_id: runIds[0],
      datasets: [
        { dataset: dataset("cifar", "aaa1"), tags: context("train") },
        { dataset: dataset("mnist", "bbb2"), tags: context("eval") },
      ],
    });
    await probe.post("runs/log-inputs", {
      run_id: runIds[1],
      datasets: [{ dataset: dataset("mnist", "ccc3"), tags: context("train") }],
    });
    for (const filter of [
      "dataset.name = 'mnist'",
      "datasets.name = 'mnist'",
      "dataset.name != 'mnist'",
      "dataset.name LIKE '%ni%'",
      "dataset.name ILIKE 'CIFAR'",
      "dataset.name IN ('mnist', 'cifar')",
      "dataset.name NOT IN ('mnist')",
      "dataset.digest = 'bbb2'",
      "dataset.digest IN ('bbb2', 'ccc3')",
      "dataset.context = 'train'",
      "dataset.context LIKE 'tr%'",
      "dataset.name = 'mnist' AND dataset.context = 'train'",
      "dataset.name = 'mnist' AND params.lr = '0.1'",
      "dataset.nope = 'x'",
      "dataset.name > 'a'",
      "dataset.name = 5",
      "dataset.profile = 'x'",
      "dataset.name IS NULL",
    ]) {
      await search({ filter }, filter);
    }
  },

  "many conditions at once": async (probe) => {
    const { search } = await prepareSampleRuns(probe);
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => `params.lr != 'none ${i}'`).join(" AND ");
    await search({ filter: many(20) }, "20 conditions");
    await search({ filter: many(70) }, "70 conditions");
  },
};
