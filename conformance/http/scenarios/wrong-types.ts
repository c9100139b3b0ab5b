import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area, type Scenario } from "../scenario.ts";

/** Values of another kind than a field's; each is sent in every field of that kind. */
const WRONG = {
  text: [31, true, ["x"], { a: 1 }, null, ""],
  integer: ["foo", 1.5, true, [1], { a: 1 }, ""],
  list: [31, "foo", { a: 1 }, [31], ["x"], [null]],
} as const;

type Kind = keyof typeof WRONG;

/** Makes what a right request needs, and answers a function that makes the next right request. */
type Prepare = (probe: Probe) => Promise<() => object>;

/** POSTs right requests with one field wrong, each field in turn. */
function sendWrong(
  path: string,
  prepare: Prepare,
  fields: Readonly<Record<string, Kind>>,
): Scenario {
  return async (probe) => {
    const next = await prepare(probe);
    for (const [field, kind] of Object.entries(fields)) {
      for (const value of WRONG[kind]) {
        const step = `${field} = ${JSON.stringify(value)}`;
        await probe.post(path, { ...next(), [field]: value }, step);
      }
    }
  };
}

const inExperiment =
  (fields: object = {}): Prepare =>
  async (probe) => {
    const experiment_id = await createExperiment(probe);
    return () => ({ experiment_id, ...fields });
  };

const inRun =
  (fields: object = {}): Prepare =>
  async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    return () => ({ run_id, ...fields });
  };

const anExperimentList: Prepare = async (probe) => {
  const experiment_id = await createExperiment(probe);
  return () => ({ experiment_ids: [experiment_id] });
};

export const wrongTypes: Area = {
  "experiments/create": sendWrong(
    "experiments/create",
    async (probe) => () => ({ name: probe.freshName() }),
    { name: "text", artifact_location: "text", tags: "list" },
  ),
  "experiments/search": sendWrong(
    "experiments/search",
    async () => () => ({ max_results: 1, filter: "name = 'nobody has this'" }),
    {
      max_results: "integer",
      filter: "text",
      order_by: "list",
      page_token: "text",
      view_type: "text",
    },
  ),
  "experiments/update": sendWrong("experiments/update", inExperiment({ new_name: "a name" }), {
    experiment_id: "text",
    new_name: "text",
  }),
  "experiments/restore": sendWrong("experiments/restore", inExperiment(), {
    experiment_id: "text",
  }),
  "experiments/delete": sendWrong("experiments/delete", inExperiment(), { experiment_id: "text" }),
  "experiments/set-experiment-tag": sendWrong(
    "experiments/set-experiment-tag",
    inExperiment({ key: "k", value: "v" }),
    { experiment_id: "text", key: "text", value: "text" },
  ),
  "runs/create": sendWrong("runs/create", inExperiment({ start_time: 5, run_name: "r" }), {
    experiment_id: "text",
    user_id: "text",
    run_name: "text",
    start_time: "integer",
    tags: "list",
  }),
  "runs/update": sendWrong("runs/update", inRun(), {
    run_id: "text",
    status: "text",
    end_time: "integer",
    run_name: "text",
  }),
  "runs/delete": sendWrong("runs/delete", inRun(), { run_id: "text" }),
  "runs/restore": sendWrong("runs/restore", inRun(), { run_id: "text" }),
  "runs/log-metric": sendWrong("runs/log-metric", inRun({ key: "m", value: 1, timestamp: 1 }), {
    run_id: "text",
    key: "text",
    timestamp: "integer",
    step: "integer",
    model_id: "text",
    dataset_name: "text",
    dataset_digest: "text",
  }),
  "runs/log-parameter": sendWrong("runs/log-parameter", inRun({ key: "p", value: "" }), {
    run_id: "text",
    key: "text",
    value: "text",
  }),
  "runs/set-tag": sendWrong("runs/set-tag", inRun({ key: "t", value: "" }), {
    run_id: "text",
    key: "text",
    value: "text",
  }),
  "runs/delete-tag": sendWrong("runs/delete-tag", inRun({ key: "t" }), {
    run_id: "text",
    key: "text",
  }),
  "runs/log-batch": sendWrong("runs/log-batch", inRun(), {
    run_id: "text",
    metrics: "list",
    params: "list",
    tags: "list",
  }),
  "runs/log-inputs": sendWrong("runs/log-inputs", inRun({ datasets: [] }), {
    run_id: "text",
    datasets: "list",
    models: "list",
  }),
  "runs/outputs": sendWrong("runs/outputs", inRun({ models: [] }), {
    run_id: "text",
    models: "list",
  }),
  "runs/log-model": sendWrong("runs/log-model", inRun({ model_json: "{}" }), {
    run_id: "text",
    model_json: "text",
  }),
  "runs/search": sendWrong("runs/search", anExperimentList, {
    experiment_ids: "list",
    filter: "text",
    run_view_type: "text",
    max_results: "integer",
    order_by: "list",
    page_token: "text",
  }),
  "logged-models": sendWrong("logged-models", inExperiment({ name: "net" }), {
    experiment_id: "text",
    name: "text",
    model_type: "text",
    source_run_id: "text",
    params: "list",
    tags: "list",
  }),
  "logged-models/search": sendWrong("logged-models/search", anExperimentList, {
    experiment_ids: "list",
    filter: "text",
    datasets: "list",
    max_results: "integer",
    order_by: "list",
    page_token: "text",
  }),

  "values of metrics": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (key: string, value: unknown) =>
      probe.post("runs/log-metric", { run_id, key, value, timestamp: 5, step: 3 }, key);
    await log("too huge", "1e999");
    await log("spaced", " 1 ");
    await log("underscore", "1_000");
    await log("small nan", "nan");
    await log("true", true);
    await log("list", [1]);
    await log("object", {});
    for (const value of ["NaN", "Infinity", "-Infinity", "1e999"]) {
      await probe.post(
        "runs/log-metric",
        `{"run_id":"${run_id}","key":"raw ${value}","value":${value},"timestamp":5,"step":3}`,
        `raw ${value}`,
      );
    }
    const batch = [{ key: "of a batch", value: "abc", timestamp: 1 }];
    await probe.post("runs/log-batch", { run_id, metrics: batch }, "a text in a batch");
    await probe.get("runs/get", { run_id });
  },

  "steps and times of metrics": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const log = (fields: string) =>
      probe.post(
        "runs/log-metric",
        `{"run_id":"${run_id}","key":"m","value":1,"timestamp":5,"step":3,${fields}}`,
        fields,
      );
    await log('"step":9223372036854775808');
    await log('"step":-9223372036854775809');
    await log('"step":1.5');
    await log('"step":true');
    await log('"timestamp":1.5');
    await log('"timestamp":true');
    await log('"timestamp":9223372036854775808');
    await probe.get("metrics/get-history", { run_id, metric_key: "m" });
  },

  "params of a batch": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    for (const [i, value] of [5, true, ["x"], { a: 1 }].entries()) {
      const params = [{ key: `p${i}`, value }];
      await probe.post("runs/log-batch", { run_id, params }, JSON.stringify(value));
    }
    await probe.get("runs/get", { run_id });
  },
};
