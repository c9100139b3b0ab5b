import type { Probe } from "../probe.ts";
import { createExperiment, createRun, type Area } from "../scenario.ts";

const EXPERIMENT = `
query MlflowGetExperimentQuery($input: MlflowGetExperimentInput!) @component(name: "Experiment") {
  mlflowGetExperiment(input: $input) {
    apiError { code message __typename }
    experiment {
      artifactLocation creationTime experimentId lastUpdateTime lifecycleStage name
      tags { key value __typename }
      __typename
    }
    __typename
  }
}`;

const RUN_FIELDS = `
  info {
    artifactUri endTime experimentId lifecycleStage runName runUuid startTime status userId __typename
  }
  experiment { experimentId name tags { key value __typename } lifecycleStage __typename }
  modelVersions { status version name source __typename }
  data {
    metrics { key value step timestamp __typename }
    params { key value __typename }
    tags { key value __typename }
    __typename
  }
  inputs {
    datasetInputs {
      dataset { digest name profile schema source sourceType __typename }
      tags { key value __typename }
      __typename
    }
    modelInputs { modelId __typename }
    __typename
  }
  outputs { modelOutputs { modelId step __typename } __typename }
  __typename
`;

const RUN = `
query GetRun($data: MlflowGetRunInput!) @component(name: "Run") {
  mlflowGetRun(input: $data) {
    apiError { helpUrl code message __typename }
    run { ${RUN_FIELDS} }
    __typename
  }
}`;

const RUN_WITH_DATA = RUN.replace("mlflowGetRun(input:", "mlflowGetRun(data:");

const RUNS = `
query SearchRuns($data: MlflowSearchRunsInput!) @component(name: "Runs") {
  mlflowSearchRuns(input: $data) {
    apiError { helpUrl code message __typename }
    runs { ${RUN_FIELDS} }
    __typename
  }
}`;

function ask(
  probe: Probe,
  step: string,
  query: unknown,
  variables?: object,
  operationName?: string,
) {
  return probe.send("POST", "/graphql", {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables, operationName }),
    step,
  });
}

async function prepare(probe: Probe) {
  const experimentId = await createExperiment(probe, { tags: [{ key: "a", value: "b" }] });
  const runId = await createRun(probe, experimentId);
  await probe.post("runs/log-batch", {
    run_id: runId,
    metrics: [
      { key: "acc", value: 0.5, timestamp: 1_700_000_000_000, step: "9007199254740993" },
      { key: "nan", value: "NaN", timestamp: 1, step: 0 },
      { key: "inf", value: "Infinity", timestamp: 1, step: 0 },
    ],
    params: [{ key: "lr", value: "0.1" }],
    tags: [{ key: "team", value: "vision 🚀" }],
  });
  await probe.post("runs/log-inputs", {
    run_id: runId,
    datasets: [
      {
        dataset: { name: "cifar", digest: "d", source_type: "local", source: "s" },
        tags: [{ key: "mlflow.data.context", value: "train" }],
      },
    ],
  });
  return { experimentId, runId };
}

export const graphql: Area = {
  "an experiment": async (probe) => {
    const { experimentId } = await prepare(probe);
    await ask(probe, "found", EXPERIMENT, { input: { experimentId } }, "MlflowGetExperimentQuery");
    await ask(probe, "without operation name", EXPERIMENT, { input: { experimentId } });
    await ask(probe, "not found", EXPERIMENT, { input: { experimentId: "99999" } });
    await ask(probe, "a wrong id", EXPERIMENT, { input: { experimentId: "abc" } });
    await ask(probe, "no variables", EXPERIMENT);
    await ask(probe, "an empty input", EXPERIMENT, { input: {} });
  },

  "a run": async (probe) => {
    const { runId } = await prepare(probe);
    await ask(probe, "found", RUN, { data: { runId } }, "GetRun");
    await ask(probe, "argument data", RUN_WITH_DATA, { data: { runId } }, "GetRun");
    await ask(probe, "by runUuid", RUN, { data: { runUuid: runId } });
    await ask(probe, "not found", RUN, { data: { runId: "nope" } });
    await ask(
      probe,
      "an alias",
      `query { r: mlflowGetRun(input: {runId: "${runId}"}) { run { info { runId status } } } }`,
    );
    await ask(
      probe,
      "a fragment",
      `query { mlflowGetRun(input: {runId: "${runId}"}) { run { ...F } } } fragment F on MlflowRunExtension { info { runName } data { metrics { key value } } }`,
    );
    await ask(
      probe,
      "__typename alone",
      `query { __typename mlflowGetRun(input: {runId: "${runId}"}) { __typename } }`,
    );
  },

  runs: async (probe) => {
    const { experimentId, runId } = await prepare(probe);
    const search = (step: string, data: object) => ask(probe, step, RUNS, { data }, "SearchRuns");
    await search("all", { experimentIds: [experimentId] });
    await search("by id", {
      experimentIds: [experimentId],
      filter: `attributes.run_id = '${runId}'`,
    });
    await search("ordered", {
      experimentIds: [experimentId],
      orderBy: ["attributes.start_time DESC"],
      maxResults: 1,
    });
    await search("a view", { experimentIds: [experimentId], runViewType: "ALL" });
    await search("a wrong filter", { experimentIds: [experimentId], filter: "foo.bar = 1" });
    await search("an unknown view", { experimentIds: [experimentId], runViewType: "NOPE" });
    await search("nothing", {});
  },

  "metrics, artifacts and the rest": async (probe) => {
    const { experimentId, runId } = await prepare(probe);
    const root = `/api/2.0/mlflow-artifacts/artifacts/${experimentId}/${runId}/artifacts`;
    await probe.send("PUT", `${root}/plots/a.txt`, { body: "hello", step: "upload a file" });
    await probe.send("PUT", `${root}/empty.txt`, { body: "", step: "upload an empty file" });
    const history = (step: string, fields: string) =>
      ask(
        probe,
        step,
        `query { mlflowGetMetricHistoryBulkInterval(input: {${fields}}) {
          metrics { key value timestamp step runId __typename } apiError { code } } }`,
      );
    await history("a metric", `runIds: ["${runId}"], metricKey: "acc"`);
    await history("an infinite metric", `runIds: ["${runId}"], metricKey: "inf"`);
    await history("a NaN", `runIds: ["${runId}"], metricKey: "nan"`);
    await history("an unknown metric", `runIds: ["${runId}"], metricKey: "nope"`);
    await history("metrics of an unknown run", 'runIds: ["nope"], metricKey: "acc"');
    await history("no field of metrics", "");
    const list = (step: string, fields: string) =>
      ask(
        probe,
        step,
        `query { mlflowListArtifacts(input: {${fields}}) {
          rootUri nextPageToken files { path isDir fileSize __typename } apiError { code } } }`,
      );
    await list("artifacts", `runId: "${runId}"`);
    await list("artifacts by runUuid", `runUuid: "${runId}"`);
    await list("artifacts of a folder", `runId: "${runId}", path: "plots"`);
    await list("artifacts above the root", `runId: "${runId}", path: "../a"`);
    await list("artifacts of an unknown run", 'runId: "nope"');
    await list("artifacts of no run", "");
    await ask(
      probe,
      "model versions",
      'query { mlflowSearchModelVersions(input: {filter: ""}) { modelVersions { name } nextPageToken } }',
    );
    await ask(probe, "a test", 'query testQuery { test(inputString: "abc") { output } }');
    await ask(
      probe,
      "datasets",
      `mutation { mlflowSearchDatasets(input: {experimentIds: ["${experimentId}"]}) {
        datasetSummaries { experimentId name digest context } } }`,
    );
    await ask(
      probe,
      "datasets of no experiment",
      "mutation { mlflowSearchDatasets(input: {}) { datasetSummaries { name } } }",
    );
    await ask(
      probe,
      "runs by a mutation",
      `mutation { mlflowSearchRuns(input: {experimentIds: ["${experimentId}"]}) {
        runs { info { runId } } } }`,
    );
  },

  "what is no query": async (probe) => {
    await ask(probe, "no query", undefined);
    await ask(probe, "an empty query", "");
    await ask(probe, "broken", "query {");
    await ask(probe, "an unknown field", "query { nope }");
    await ask(
      probe,
      "an unknown field of a run",
      'query { mlflowGetRun(input: {runId: "x"}) { nope } }',
    );
    await ask(probe, "a number as query", 5);
    await probe.send("GET", "/graphql?query={__typename}");
    await probe.send("POST", "/graphql", {
      headers: { "content-type": "application/json" },
      body: "{",
      step: "no JSON",
    });
    const root = Array.from(
      { length: 11 },
      (_, i) => `a${i}: mlflowGetExperiment(input: {experimentId: "0"}) { __typename }`,
    );
    await ask(probe, "11 root fields", `query { ${root.join(" ")} }`);
    const deep = `${"a { ".repeat(12)} b ${"}".repeat(12)}`;
    await ask(probe, "12 levels", `query { ${deep} }`);
    const names = Array.from({ length: 11 }, (_, i) => `a${i}: name`).join(" ");
    const named = (fields: string) =>
      `query { mlflowGetExperiment(input: {experimentId: "0"}) { experiment { ${fields} } } }`;
    await ask(probe, "11 aliases", named(names));
    await ask(probe, "1,001 fields", named("name ".repeat(1001)));
  },
};
