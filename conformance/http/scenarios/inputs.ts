import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

const CIFAR = {
  name: "cifar",
  digest: "aaa1",
  source_type: "local",
  source: '{"uri": "/data/cifar"}',
  schema: '{"mlflow_colspec": []}',
  profile: '{"num_rows": 100}',
};

async function createModel(probe: Probe, experiment_id: string, name: string): Promise<string> {
  const answer = await probe.post("logged-models", { experiment_id, name });
  return String(answer.model?.info?.model_id);
}

export const inputs: Area = {
  datasets: async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const log = (datasets: unknown, step: string) =>
      probe.post("runs/log-inputs", { run_id, datasets }, step);
    const context = [{ key: "mlflow.data.context", value: "train" }];
    await log([{ dataset: CIFAR, tags: context }], "a dataset");
    await log([{ dataset: CIFAR, tags: context }], "the same again");
    await log([{ dataset: { ...CIFAR, digest: "bbb2" } }], "no tags");
    await log(
      [{ dataset: { ...CIFAR, name: "набор 🗂", schema: undefined, profile: undefined } }],
      "no schema",
    );
    await log([{ dataset: { ...CIFAR, name: "n".repeat(501) } }], "a long name");
    await log([{ dataset: { ...CIFAR, digest: "d".repeat(37) } }], "a long digest");
    await log([{ dataset: { ...CIFAR, source: "s".repeat(70_000) } }], "a long source");
    await log([{ dataset: CIFAR, tags: [{ key: "k".repeat(256), value: "x" }] }], "a long tag key");
    await log(
      [{ dataset: CIFAR, tags: [{ key: "k", value: "v".repeat(501) }] }],
      "a long tag value",
    );
    await log([], "an empty list");
    await log(null, "null");
    await log("abc", "a text");
    await probe.post("runs/log-inputs", { run_id }, "nothing");
    await probe.post("runs/log-inputs", { datasets: [] }, "no run");
    await probe.post(
      "runs/log-inputs",
      { run_id: "nope", datasets: [{ dataset: CIFAR }] },
      "an unknown run",
    );
    await probe.get("runs/get", { run_id });
  },

  "datasets that are not whole": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (input: unknown, step: string) =>
      probe.post("runs/log-inputs", { run_id, datasets: [input] }, step);
    await log({ dataset: { ...CIFAR, source: "" } }, "an empty source");
    await log({ dataset: { ...CIFAR, name: undefined } }, "no name");
    await log({ dataset: { ...CIFAR, digest: undefined } }, "no digest");
    await log({ dataset: { ...CIFAR, source_type: undefined } }, "no source type");
    await log({ dataset: { ...CIFAR, source: undefined } }, "no source");
    await log({ tags: [{ key: "mlflow.data.context", value: "train" }] }, "no dataset");
    await log({ dataset: CIFAR, tags: [{ value: "x" }] }, "a tag without key");
    await log(5, "a number in the list");
    await log({ dataset: 5 }, "a number as dataset");
    await probe.get("runs/get", { run_id });
  },

  "search-datasets": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const other = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    await probe.post("runs/log-inputs", {
      run_id,
      datasets: [
        { dataset: CIFAR, tags: [{ key: "mlflow.data.context", value: "train" }] },
        { dataset: { ...CIFAR, digest: "bbb2" }, tags: [] },
      ],
    });
    const search = (experiment_ids: unknown, step: string) =>
      probe.json(
        "POST",
        "/ajax-api/2.0/mlflow/experiments/search-datasets",
        { experiment_ids },
        step,
      );
    await search([experiment_id], "one experiment");
    await search([experiment_id, other], "two experiments");
    await search([other], "one without datasets");
    await search(["99999"], "an unknown experiment");
    await search([], "an empty list");
    await search(null, "null");
    await search("1", "a text");
    await search(
      Array.from({ length: 21 }, (_, i) => String(i)),
      "21 experiments",
    );
    await probe.post(
      "experiments/search-datasets",
      { experiment_ids: [experiment_id] },
      "below /api",
    );
  },

  "model inputs and outputs": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const input = await createModel(probe, experiment_id, "input");
    const output = await createModel(probe, experiment_id, "output");
    const third = await createModel(probe, experiment_id, "third");
    await probe.post("runs/log-inputs", { run_id, models: [{ model_id: input }] }, "an input");
    await probe.post(
      "runs/log-inputs",
      { run_id, models: [{ model_id: input }] },
      "the same input",
    );
    const log = (models: unknown, step: string) =>
      probe.post("runs/outputs", { run_id, models }, step);
    await log([{ model_id: output, step: 3 }], "an output");
    await log([{ model_id: input }], "no step");
    await log([{ model_id: third, step: "7" }], "a step as text");
    await log([{ model_id: `m-${"0".repeat(32)}`, step: 1 }], "an unknown model");
    await log([], "an empty list");
    await log(null, "null");
    await log("abc", "a text");
    await probe.post("runs/outputs", { run_id }, "nothing");
    await probe.post("runs/outputs", { models: [] }, "no run");
    await probe.post(
      "runs/outputs",
      { run_id: "nope", models: [{ model_id: output }] },
      "an unknown run",
    );
    await probe.get("runs/get", { run_id });
  },

  "an output that is sent again": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const model_id = await createModel(probe, experiment_id, "output");
    const log = (step: number, name: string) =>
      probe.post("runs/outputs", { run_id, models: [{ model_id, step }] }, name);
    await log(3, "first");
    await log(3, "the same again");
    await log(5, "at another step");
    await probe.get("runs/get", { run_id });
  },

  "models without id": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    await probe.post("runs/outputs", { run_id, models: [{ step: 1 }] }, "an output");
    await probe.post("runs/log-inputs", { run_id, models: [{}] }, "an input");
    await probe.get("runs/get", { run_id });
  },

  "a model of an older client": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const model = {
      run_id,
      artifact_path: "model",
      utc_time_created: "2024-01-01 00:00:00.000000",
      flavors: { python_function: { loader_module: "mlflow.pytorch" } },
      model_uuid: "a".repeat(32),
    };
    const log = (model_json: unknown, step: string) =>
      probe.post("runs/log-model", { run_id, model_json }, step);
    await log(JSON.stringify(model), "a model");
    await log(JSON.stringify({ ...model, artifact_path: "second" }), "a second one");
    await log(JSON.stringify(model), "the first again");
    await log("{", "no JSON");
    await log("[]", "a list");
    await log(JSON.stringify({ ...model, artifact_path: undefined }), "no path");
    await log(JSON.stringify({ ...model, flavors: undefined }), "no flavors");
    await log(JSON.stringify({ ...model, utc_time_created: undefined }), "no time");
    await log(JSON.stringify({}), "an empty object");
    await log("", "an empty text");
    await log(model, "an object");
    await log(null, "null");
    await probe.post("runs/log-model", { run_id }, "nothing");
    await probe.post("runs/log-model", { model_json: JSON.stringify(model) }, "no run");
    await probe.post(
      "runs/log-model",
      { run_id: "nope", model_json: JSON.stringify(model) },
      "an unknown run",
    );
    await probe.get("runs/get", { run_id });
  },
};
