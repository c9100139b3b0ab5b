import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

const JSON_TYPE = { "content-type": "application/json" };

/** A DELETE whose fields come as JSON, as MLflow's Python client sends it. */
function sendDelete(probe: Probe, path: string, body: object, step: string) {
  return probe.send("DELETE", `/api/2.0/mlflow/${path}`, {
    headers: JSON_TYPE,
    body: JSON.stringify(body),
    step,
  });
}

export const clientHabits: Area = {
  "DELETE with a body": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const { model } = await probe.post("logged-models", {
      experiment_id,
      name: "net",
      tags: [{ key: "a", value: "1" }],
    });
    const model_id = String(model?.info?.model_id);
    const at = `logged-models/${model_id}`;
    await sendDelete(probe, `${at}/tags/a`, { model_id, tag_key: "a" }, "a tag");
    await sendDelete(probe, `${at}/tags/a`, {}, "a tag that is gone");
    await sendDelete(probe, at, { model_id }, "a model");
    await sendDelete(probe, at, { model_id }, "a model that is gone");
    await sendDelete(probe, at, { model_id: "m-other" }, "a model with another id in the body");
  },

  "every endpoint below /ajax-api": async (probe) => {
    const base = "/ajax-api/2.0/mlflow";
    const name = probe.freshName();
    const { experiment_id } = await probe.post(`${base}/experiments/create`, { name });
    const post = (path: string, fields: object) => probe.post(`${base}/${path}`, fields);
    const get = (path: string, query: Record<string, string>) =>
      probe.get(`${base}/${path}`, query);
    await get("experiments/get", { experiment_id: String(experiment_id) });
    await get("experiments/get-by-name", { experiment_name: name });
    await post("experiments/search", { max_results: 1, filter: `name = '${name}'` });
    await get("experiments/search", { max_results: "1", filter: `name = '${name}'` });
    await post("experiments/update", { experiment_id, new_name: `${name} new` });
    await post("experiments/set-experiment-tag", { experiment_id, key: "a", value: "1" });
    await post("experiments/delete-experiment-tag", { experiment_id, key: "a" });
    const { run } = await post("runs/create", { experiment_id, start_time: 1, run_name: "run" });
    const run_id = String(run?.info?.run_id);
    await post("runs/log-metric", { run_id, key: "m", value: 1, timestamp: 1, step: 1 });
    await post("runs/log-parameter", { run_id, key: "p", value: "1" });
    await post("runs/set-tag", { run_id, key: "t", value: "1" });
    await post("runs/delete-tag", { run_id, key: "t" });
    await post("runs/log-batch", { run_id, params: [{ key: "q", value: "2" }] });
    await post("runs/log-inputs", {
      run_id,
      datasets: [{ dataset: { name: "d", digest: "1", source_type: "local", source: "s" } }],
    });
    await post("experiments/search-datasets", { experiment_ids: [experiment_id] });
    await post("runs/search", { experiment_ids: [experiment_id] });
    await get("runs/get", { run_id });
    await get("metrics/get-history", { run_id, metric_key: "m" });
    await get("metrics/get-history-bulk", { run_id, metric_key: "m" });
    await get("metrics/get-history-bulk-interval", { run_ids: run_id, metric_key: "m" });
    await get("artifacts/list", { run_id });
    await post("runs/update", { run_id, status: "FINISHED", end_time: 2 });
    await post("runs/delete", { run_id });
    await post("runs/restore", { run_id });
    const { model } = await post("logged-models", { experiment_id, name: "net" });
    const model_id = String(model?.info?.model_id);
    await get(`logged-models/${model_id}`, {});
    await post("runs/outputs", { run_id, models: [{ model_id, step: 1 }] });
    await post("logged-models/search", { experiment_ids: [experiment_id] });
    await post(`logged-models/${model_id}/params`, {
      model_id,
      params: [{ key: "a", value: "1" }],
    });
    await get(`logged-models/${model_id}/artifacts/directories`, {});
    await post("experiments/delete", { experiment_id });
    await post("experiments/restore", { experiment_id });
    const served = `/ajax-api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts`;
    await probe.send("PUT", `${served}/a.txt`, { body: "hello", step: "upload" });
    await probe.send("GET", `${served}/a.txt`, { step: "download" });
    await probe.send("DELETE", `${served}/a.txt`, { step: "delete" });
  },

  "fields in the query of a GET": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const search = (query: Record<string, string | readonly string[]>, step: string) =>
      probe.get(
        "experiments/search",
        { filter: `experiment_id = '${experiment_id}'`, ...query },
        step,
      );
    await search({ max_results: "5" }, "a limit");
    await search({ max_results: "5", order_by: ["name DESC", "experiment_id"] }, "a list");
    await search({ max_results: "5", order_by: "name" }, "a list of one");
    await search({ max_results: "5", view_type: "ALL" }, "an enum");
    await search({ max_results: "5", view_type: "3" }, "an enum by its number");
    await search({ max_results: "" }, "an empty limit");
    await search({ max_results: "5", page_token: "" }, "an empty token");
    await search({ max_results: " 5" }, "a limit with a space");
    await probe.get("runs/get", { run_id: "", run_uuid: run_id }, "an empty new name");
    await probe.get("runs/get", { run_id: [run_id, run_id] }, "the same id twice");
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=${run_id}&`, { step: "a last &" });
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=${run_id}#part`, {
      step: "a fragment",
    });
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run%5Fid=${run_id}`, { step: "escapes" });
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=${run_id}+`, { step: "a plus" });
    await probe.send("GET", "/api/2.0/mlflow/runs/get", {
      headers: JSON_TYPE,
      body: JSON.stringify({ run_id, run_uuid: "other" }),
      step: "both names in a body",
    });
    await probe.send("GET", "/api/2.0/mlflow/metrics/get-history", {
      headers: JSON_TYPE,
      body: JSON.stringify({ run_id, metric_key: "m", max_results: 5 }),
      step: "a history asked in a body",
    });
    await probe.send("GET", "/api/2.0/mlflow/experiments/get-by-name", {
      headers: JSON_TYPE,
      body: JSON.stringify({ experiment_name: "Default" }),
      step: "a name in a body",
    });
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=${run_id}`, {
      headers: JSON_TYPE,
      body: "{",
      step: "a query and a broken body",
    });
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=${run_id}`, {
      headers: { "content-type": "text/plain" },
      step: "a query with a content type",
    });
  },

  "a training run from start to end": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id, {
      user_id: "ada",
      tags: [{ key: "mlflow.source.type", value: "LOCAL" }],
    });
    const params = [
      { key: "lr", value: "0.001" },
      { key: "layers", value: "[64, 32]" },
      { key: "augment", value: "True" },
      { key: "none", value: "None" },
    ];
    await probe.post("runs/log-batch", { run_id, params }, "params");
    for (const step of [0, 1, 2]) {
      const at = { timestamp: 1000 + step, step };
      const metrics = [
        { key: "train/loss", value: 1 / (step + 1), ...at },
        { key: "val/acc", value: step / 2, ...at },
      ];
      await probe.post("runs/log-batch", { run_id, metrics }, "an epoch");
    }
    await probe.post("runs/log-metric", { run_id, key: "final", value: 0.1, timestamp: 2000 });
    await probe.post("runs/update", { run_id, status: "FINISHED", end_time: 3000 });
    await probe.post("runs/log-metric", { run_id, key: "late", value: 1, timestamp: 4000 }, "late");
    await probe.get("runs/get", { run_id });
    await probe.get("metrics/get-history", { run_id, metric_key: "train/loss" });
    await probe.post("runs/search", {
      experiment_ids: [experiment_id],
      filter: "params.lr = '0.001' and metrics.`val/acc` >= 1 and attributes.status = 'FINISHED'",
    });
  },

  "parts of files": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    const at = `/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${run_id}/artifacts`;
    await probe.send("PUT", `${at}/a.txt`, { body: "0123456789", step: "upload" });
    const read = (range: string) =>
      probe.send("GET", `${at}/a.txt`, { headers: { range }, step: range });
    await read("bytes=0-3");
    await read("bytes=4-");
    await read("bytes=-2");
    await read("bytes=0-99");
    await read("bytes=20-30");
    await read("bytes=5-2");
    await read("lines=1-2");
    await probe.send("HEAD", `${at}/a.txt`, { step: "HEAD" });
    await probe.send("GET", `/get-artifact?run_id=${run_id}&path=a.txt`, {
      headers: { range: "bytes=0-3" },
      step: "get-artifact in part",
    });
    await probe.send("PUT", `${at}/big.bin`, { body: Buffer.alloc(3_000_000, 7), step: "3 MB" });
    await probe.get("artifacts/list", { run_id });
    await probe.send("PUT", `${at}/typed.json`, {
      headers: { "content-type": "application/json" },
      body: '{"a":1}',
      step: "upload JSON",
    });
    await probe.send("GET", `${at}/typed.json`, { step: "download JSON" });
    await probe.send("PUT", `${at}/form.txt`, {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "a=1&b=2",
      step: "upload a form",
    });
    await probe.send("GET", `${at}/form.txt`, { step: "download a form" });
    await probe.send("POST", `${at}/a.txt`, { body: "x", step: "POST" });
  },
};
