import { createExperiment, createRun, type Area } from "../scenario.ts";

const JSON_TYPE = { "content-type": "application/json" };
const CREATE = "/api/2.0/mlflow/experiments/create";

export const protocol: Area = {
  "what the server says of itself": async (probe) => {
    await probe.send("GET", "/health");
    await probe.send("HEAD", "/health");
    await probe.send("GET", "/version");
    await probe.send("GET", "/api/3.0/mlflow/server-info");
    await probe.send("GET", "/ajax-api/3.0/mlflow/server-info");
    await probe.send("GET", "/api/2.0/mlflow/server-info");
  },

  "what pages ask in passing": async (probe) => {
    await probe.get("registered-models/search");
    await probe.get(
      "registered-models/search",
      { max_results: 5, filter: "name = 'x'" },
      "with a filter",
    );
    await probe.get("model-versions/search");
    await probe.get("model-versions/search", { filter: "run_id='abc'" }, "with a filter");
    await probe.get(
      "model-versions/search",
      { filter: "tags.`mlflow.prompt.is_prompt` = 'true'" },
      "of prompts",
    );
    await probe.send("POST", "/api/3.0/mlflow/traces/search", {
      headers: JSON_TYPE,
      body: JSON.stringify({
        locations: [{ type: "MLFLOW_EXPERIMENT", mlflow_experiment: { experiment_id: "0" } }],
      }),
    });
    await probe.send("POST", "/api/3.0/mlflow/traces/metrics", {
      headers: JSON_TYPE,
      body: JSON.stringify({
        experiment_ids: ["0"],
        view_type: "TRACES",
        metric_name: "trace_count",
        aggregations: [{ aggregation_type: "COUNT" }],
      }),
    });
    await probe.send("GET", "/ajax-api/2.0/mlflow/users/current");
    await probe.send("GET", "/ajax-api/3.0/mlflow/ui-telemetry");
    await probe.send("GET", "/ajax-api/3.0/mlflow/assistant/config");
    await probe.send("GET", "/ajax-api/3.0/mlflow/scorers/list?experiment_id=0");
    await probe.send("GET", "/ajax-api/2.0/mlflow/gateway-proxy?gateway_path=api/2.0/endpoints/");
    await probe.send("POST", "/ajax-api/3.0/mlflow/datasets/search", {
      headers: JSON_TYPE,
      body: JSON.stringify({ experiment_ids: ["0"] }),
    });
    await probe.send("GET", "/ajax-api/3.0/mlflow/datasets/search?experiment_ids=0");
  },

  "prefixes and versions": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    for (const prefix of [
      "/api/2.0",
      "/ajax-api/2.0",
      "/api/3.0",
      "/ajax-api/3.0",
      "/api/1.0",
      "/api/4.0",
    ]) {
      await probe.send("GET", `${prefix}/mlflow/experiments/get?experiment_id=${experiment_id}`);
      await probe.send("GET", `${prefix}/mlflow/runs/get?run_id=${run_id}`);
      await probe.send("POST", `${prefix}/mlflow/runs/log-metric`, {
        headers: JSON_TYPE,
        body: JSON.stringify({ run_id, key: "m", value: 1, timestamp: 1 }),
      });
      await probe.send("GET", `${prefix}/mlflow-artifacts/artifacts?path=none`);
    }
  },

  "paths and methods": async (probe) => {
    await probe.send("GET", "/api/2.0/mlflow/nope");
    await probe.send("POST", "/api/2.0/mlflow/nope", { headers: JSON_TYPE, body: "{}" });
    await probe.send("GET", "/ajax-api/2.0/mlflow/nope");
    await probe.send("GET", "/api/2.0/mlflow/experiments/get/");
    await probe.send("GET", "/api/2.0/mlflow//experiments/get?experiment_id=0");
    await probe.send("GET", "/api/2.0/mlflow/runs/create");
    await probe.send("PUT", "/api/2.0/mlflow/runs/create", { headers: JSON_TYPE, body: "{}" });
    await probe.send("POST", "/api/2.0/mlflow/runs/get", { headers: JSON_TYPE, body: "{}" });
    await probe.send("GET", "/api/2.0/mlflow/runs/search");
    await probe.send("DELETE", "/api/2.0/mlflow/experiments/get?experiment_id=0");
    await probe.send("PATCH", "/api/2.0/mlflow-artifacts/artifacts/a.txt", { body: "x" });
    await probe.send("GET", "/api/2.0/preview/mlflow/experiments/get?experiment_id=0");
    await probe.send("HEAD", "/api/2.0/mlflow/experiments/get?experiment_id=0");
  },

  "hosts and origins": async (probe) => {
    const get = (headers: Record<string, string>, step: string) =>
      probe.send("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0", { headers, step });
    for (const host of [
      "localhost",
      "127.0.0.1:5000",
      "[::1]:5000",
      "192.168.1.5",
      "10.1.2.3:8080",
      "172.20.0.1",
      "172.40.0.1",
      "8.8.8.8",
      "evil.com",
      "localhost.evil.com",
      "10.evil.com",
    ]) {
      await get({ host }, `Host ${host}`);
    }
    await probe.send("GET", "/health", { headers: { host: "evil.com" }, step: "health of evil" });
    await probe.send("GET", "/version", { headers: { host: "evil.com" }, step: "version of evil" });
    for (const origin of ["http://localhost:3000", "https://evil.com", "null"]) {
      await get({ origin }, `read from ${origin}`);
      await probe.send("POST", "/api/2.0/mlflow/runs/search", {
        headers: { ...JSON_TYPE, origin },
        body: JSON.stringify({ experiment_ids: ["99999"] }),
        step: `post from ${origin}`,
      });
      await probe.send("PUT", "/api/2.0/mlflow-artifacts/artifacts/none/a.txt", {
        headers: { origin },
        body: "x",
        step: `upload from ${origin}`,
      });
    }
    await probe.send("OPTIONS", "/api/2.0/mlflow/runs/get");
    await probe.send("OPTIONS", "/api/2.0/mlflow/nope");
    await probe.send("OPTIONS", "/api/2.0/mlflow/runs/create", {
      headers: { origin: "http://localhost:3000", "access-control-request-method": "POST" },
      step: "a preflight",
    });
    await probe.send("OPTIONS", "/api/2.0/mlflow/runs/create", {
      headers: { origin: "https://evil.com", "access-control-request-method": "POST" },
      step: "a preflight of evil",
    });
  },

  "bodies that are no JSON object": async (probe) => {
    const send = (
      body: string | undefined,
      step: string,
      headers: Record<string, string> = JSON_TYPE,
    ) => probe.send("POST", CREATE, { headers, ...(body === undefined ? {} : { body }), step });
    await send("{", "broken");
    await send("", "empty");
    await send(undefined, "no body");
    await send("null", "null");
    await send("[]", "a list");
    await send('"abc"', "a text");
    await send("5", "a number");
    await send("true", "true");
    await send(
      JSON.stringify(JSON.stringify({ name: `${probe.freshName()} twice` })),
      "encoded twice",
    );
    await send('{"name": "a", }', "a last comma");
    await send("{'name': 'a'}", "single quotes");
    await send(
      `{"name": "${probe.freshName()} a", "name": "${probe.freshName()} b"}`,
      "a field twice",
    );
    await send("\uFEFF{}", "a byte order mark");
    const body = () => JSON.stringify({ name: probe.freshName() });
    await send(body(), "no content type", {});
    await send(body(), "text/plain", { "content-type": "text/plain" });
    await send(body(), "a form", { "content-type": "application/x-www-form-urlencoded" });
    await send(body(), "a charset", { "content-type": "application/json; charset=utf-8" });
    await send(body(), "capitals", { "content-type": "Application/JSON" });
    await send(body(), "another JSON type", { "content-type": "application/vnd.api+json" });
    await send(body(), "XML", { "content-type": "application/xml" });
    await send("[".repeat(2000), "2,000 brackets");
  },

  "text that is difficult": async (probe) => {
    const run_id = await createRun(probe, await createExperiment(probe));
    const tag = (json: string, step: string) =>
      probe.send("POST", "/api/2.0/mlflow/runs/set-tag", {
        headers: JSON_TYPE,
        body: `{"run_id":"${run_id}","key":"t","value":${json}}`,
        step,
      });
    await tag('"\\ud83d\\ude80"', "an escaped emoji");
    await tag('"\\ud83d"', "half of an emoji");
    await tag('"a\\u0000b"', "a NUL");
    await tag('"\\u202e right to left"', "a direction mark");
    await tag('"<script>alert(1)</script> & \\"quotes\\" \\u2028"', "markup");
    await tag('"línea\\r\\n\\t"', "line ends");
    await probe.get("runs/get", { run_id });
  },

  "fields in unusual places": async (probe) => {
    const experiment_id = await createExperiment(probe);
    const run_id = await createRun(probe, experiment_id);
    await probe.send("POST", `/api/2.0/mlflow/runs/delete?run_id=${run_id}`, {
      headers: JSON_TYPE,
      body: "{}",
      step: "query of a POST",
    });
    await probe.send("GET", "/api/2.0/mlflow/runs/get", {
      headers: JSON_TYPE,
      body: JSON.stringify({ run_id }),
      step: "body of a GET",
    });
    await probe.get("runs/get", { run_id: [run_id, "other"] }, "a field twice");
    await probe.get("runs/get", { run_id, nope: "1" }, "an unknown field");
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=${run_id}&run_id[]=x`, {
      step: "brackets",
    });
    await probe.send("GET", `/api/2.0/mlflow/runs/get?run_id=%zz`, { step: "a broken escape" });
    await probe.post(
      "runs/set-tag",
      { run_id, key: "k", value: "v", __proto__: { a: 1 } },
      "a prototype",
    );
    await probe.post(
      "runs/set-tag",
      `{"run_id":"${run_id}","key":"k","value":"v","__proto__":{"a":1},"constructor":{"prototype":{}}}`,
      "names of JavaScript",
    );
    await probe.get("runs/get", { run_id });
    await probe.post("runs/set-tag", { runId: run_id, key: "camel", value: "v" }, "camel case");
    await probe.post(
      "runs/log-batch",
      { runId: run_id, params: [{ key: "camel", value: "v" }] },
      "a batch in camel case",
    );
  },
};
