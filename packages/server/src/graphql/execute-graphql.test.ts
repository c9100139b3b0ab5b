import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  closeStore,
  createExperiment,
  createRun,
  getLoggedModelArtifactUri,
  getRunArtifactUri,
  LocalArtifactStore,
  logBatch,
  logInputs,
  logOutputs,
  type Store,
} from "@mlflow-ts/store";
import { openTestStore, type TestStore } from "@mlflow-ts/store/testing";
import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { artifactHandlers } from "../artifacts/handlers.ts";
import { experimentHandlers } from "../experiments/handlers.ts";
import { metricHandlers } from "../metrics/handlers.ts";
import { passingHandlers } from "../passing/handlers.ts";
import { runHandlers } from "../runs/handlers.ts";
import { executeGraphql } from "./execute-graphql.ts";
import type { AskedHandlers } from "./root.ts";
import { GET_EXPERIMENT, GET_RUN, SEARCH_RUNS } from "./page-queries.ts";

/** The REST API on a store, as the server has it. */
function handlersOf(store: Store): AskedHandlers {
  return {
    ...experimentHandlers(store),
    ...runHandlers(store),
    ...metricHandlers(store),
    ...passingHandlers(),
    ...artifactHandlers({
      places: { destination: new LocalArtifactStore(folder), localRoots: [], cloudRoots: [] },
      getRunArtifactUri: (runId) => getRunArtifactUri(store, runId),
      getLoggedModelArtifactUri: (modelId) => getLoggedModelArtifactUri(store, modelId),
    }),
  };
}

const folder = mkdtempSync(join(tmpdir(), "mlflow-ts-graphql-"));
let opened: TestStore;
let store: Store;
let asked: AskedHandlers;
let experimentId: string;
let runId: string;

beforeAll(async () => {
  opened = await openTestStore();
  store = opened.store;
  asked = handlersOf(store);
  experimentId = await createExperiment(
    store,
    contract.createExperiment.request.parse({
      name: "vision",
      tags: [{ key: "team", value: "🚀" }],
    }),
  );
  const run = await createRun(
    store,
    contract.createRun.request.parse({
      experiment_id: experimentId,
      run_name: "first",
      start_time: 5,
    }),
  );
  runId = run.info.run_id;
  await logBatch(
    store,
    contract.logBatch.request.parse({
      run_id: runId,
      metrics: [
        { key: "acc", value: 0.5, timestamp: 1_700_000_000_000, step: "9007199254740993" },
        { key: "nan", value: "NaN", timestamp: 1, step: 0 },
        { key: "top", value: "Infinity", timestamp: 2, step: -1 },
      ],
      params: [{ key: "lr", value: "0.1" }],
    }),
  );
  await logInputs(
    store,
    contract.logInputs.request.parse({
      run_id: runId,
      datasets: [
        {
          dataset: { name: "cifar", digest: "d1", source_type: "local", source: "s" },
          tags: [{ key: "mlflow.data.context", value: "train" }],
        },
      ],
    }),
  );
  await logOutputs(
    store,
    contract.logOutputs.request.parse({ run_id: runId, models: [{ model_id: "m-1", step: 3 }] }),
  );
});

afterAll(async () => {
  await opened.remove();
  rmSync(folder, { recursive: true });
});

const ask = (query: string, variables: object = {}) => executeGraphql(asked, { query, variables });

/** Sends what is no query or too large a one, and answers the sentence of its refusal. */
async function refuse(body: unknown): Promise<string> {
  const { status, body: answer } = await executeGraphql(asked, body);
  expect(answer).toEqual({
    error_code: "INVALID_PARAMETER_VALUE",
    sqlstate: "KAM00",
    error_class: "INVALID_PARAMETER_VALUE",
    message: expect.any(String),
  });
  expect(status).toBe(400);
  return (answer as { message: string }).message;
}

describe("the queries of MLflow's page", () => {
  it("reads an experiment", async () => {
    const answer = await ask(GET_EXPERIMENT, { input: { experimentId } });
    expect(answer).toEqual({
      status: 200,
      body: {
        data: {
          mlflowGetExperiment: {
            __typename: "MlflowGetExperimentResponse",
            apiError: null,
            experiment: {
              __typename: "MlflowExperiment",
              artifactLocation: `mlflow-artifacts:/${experimentId}`,
              creationTime: expect.stringMatching(/^\d{13}$/),
              effectiveTraceArchivalRetention: "",
              experimentId,
              lastUpdateTime: expect.stringMatching(/^\d{13}$/),
              lifecycleStage: "active",
              name: "vision",
              tags: [{ __typename: "MlflowExperimentTag", key: "team", value: "🚀" }],
            },
          },
        },
        errors: null,
      },
    });
  });

  const wholeRun = () => ({
    __typename: "MlflowRunExtension",
    info: {
      __typename: "MlflowRunInfo",
      runName: "first",
      status: "RUNNING",
      runUuid: runId,
      experimentId,
      artifactUri: `mlflow-artifacts:/${experimentId}/${runId}/artifacts`,
      endTime: "0",
      lifecycleStage: "active",
      startTime: "5",
      userId: "",
    },
    experiment: {
      __typename: "MlflowExperiment",
      experimentId,
      name: "vision",
      artifactLocation: `mlflow-artifacts:/${experimentId}`,
      lifecycleStage: "active",
      lastUpdateTime: expect.stringMatching(/^\d{13}$/),
      tags: [{ __typename: "MlflowExperimentTag", key: "team", value: "🚀" }],
    },
    modelVersions: [],
    data: {
      __typename: "MlflowRunData",
      metrics: expect.arrayContaining([
        {
          __typename: "MlflowMetricExtension",
          key: "acc",
          value: 0.5,
          step: "9007199254740993",
          timestamp: "1700000000000",
        },
        {
          __typename: "MlflowMetricExtension",
          key: "nan",
          value: null,
          step: "0",
          timestamp: "1",
        },
        {
          __typename: "MlflowMetricExtension",
          key: "top",
          value: Number.MAX_VALUE,
          step: "-1",
          timestamp: "2",
        },
      ]),
      params: [{ __typename: "MlflowParam", key: "lr", value: "0.1" }],
      tags: [{ __typename: "MlflowRunTag", key: "mlflow.runName", value: "first" }],
    },
    inputs: {
      __typename: "MlflowRunInputs",
      datasetInputs: [
        {
          __typename: "MlflowDatasetInput",
          dataset: {
            __typename: "MlflowDataset",
            digest: "d1",
            name: "cifar",
            profile: "",
            schema: "",
            source: "s",
            sourceType: "local",
          },
          tags: [{ __typename: "MlflowInputTag", key: "mlflow.data.context", value: "train" }],
        },
      ],
      modelInputs: [],
    },
    outputs: {
      __typename: "MlflowRunOutputs",
      modelOutputs: [{ __typename: "MlflowModelOutput", modelId: "m-1", step: "3" }],
    },
  });

  it("reads a run with all that belongs to it", async () => {
    const { body } = await ask(GET_RUN, { data: { runId } });
    expect(body).toEqual({
      data: {
        mlflowGetRun: { __typename: "MlflowGetRunResponse", apiError: null, run: wholeRun() },
      },
      errors: null,
    });
  });

  it("searches runs", { timeout: 30_000 }, async () => {
    const filter = `attributes.run_id = '${runId}'`;
    const { body } = await ask(SEARCH_RUNS, {
      data: { experimentIds: [experimentId], filter, maxResults: 1, runViewType: "ALL" },
    });
    expect(body).toEqual({
      data: {
        mlflowSearchRuns: {
          __typename: "MlflowSearchRunsResponse",
          apiError: null,
          runs: [wholeRun()],
          nextPageToken: "",
        },
      },
      errors: null,
    });
  });
});

describe("GraphQL", () => {
  it("answers an unknown run as null beside an error", async () => {
    expect(await ask(GET_RUN, { data: { runId: "nope" } })).toEqual({
      status: 200,
      body: { data: { mlflowGetRun: null }, errors: ["Run with id=nope not found"] },
    });
  });

  it("answers what it found beside what it did not", async () => {
    const { body } = await ask(`{
      a: mlflowGetRun(input: {runUuid: "${runId}"}) { run { info { runId } } }
      b: mlflowGetExperiment(input: {experimentId: "777"}) { experiment { name } }
    }`);
    expect(body).toEqual({
      data: { a: { run: { info: { runId } } }, b: null },
      errors: ["No Experiment with id=777 exists"],
    });
  });

  it("takes an unset experiment id as that of the default experiment", async () => {
    const { body } = await ask("{ mlflowGetExperiment(input: {}) { experiment { name } } }");
    expect(body).toEqual({
      data: { mlflowGetExperiment: { experiment: { name: "Default" } } },
      errors: null,
    });
  });

  it("answers a wrong filter as null beside an error", async () => {
    const { status, body } = await ask(SEARCH_RUNS, {
      data: { experimentIds: [experimentId], filter: "foo.bar = 1" },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { mlflowSearchRuns: null },
      errors: [expect.stringContaining("Invalid entity type 'foo'")],
    });
  });

  it("reads a metric of several runs, their artifacts and their datasets", async () => {
    const { body } = await ask(`{
      mlflowGetMetricHistoryBulkInterval(input: {runIds: ["${runId}"], metricKey: "acc"}) {
        metrics { key value timestamp step runId }
      }
      mlflowListArtifacts(input: {runId: "${runId}"}) { rootUri files { path } }
      mlflowSearchModelVersions(input: {filter: ""}) { modelVersions { name } nextPageToken }
      test(inputString: "abc") { output }
    }`);
    expect(body).toEqual({
      data: {
        mlflowGetMetricHistoryBulkInterval: {
          metrics: [
            {
              key: "acc",
              value: 0.5,
              timestamp: "1700000000000",
              step: "9007199254740993",
              runId,
            },
          ],
        },
        mlflowListArtifacts: {
          rootUri: `mlflow-artifacts:/${experimentId}/${runId}/artifacts`,
          files: [],
        },
        mlflowSearchModelVersions: { modelVersions: [], nextPageToken: "" },
        test: { output: "abc" },
      },
      errors: null,
    });
    expect(
      await ask(`mutation {
        mlflowSearchDatasets(input: {experimentIds: ["${experimentId}"]}) {
          datasetSummaries { name context }
        }
      }`),
    ).toMatchObject({
      body: {
        data: { mlflowSearchDatasets: { datasetSummaries: [{ name: "cifar", context: "train" }] } },
      },
    });
  });

  it("runs the named one of several operations", async () => {
    const query = "query A { __typename } query B { b: __typename }";
    const { body } = await executeGraphql(asked, { query, operationName: "B" });
    expect(body).toEqual({ data: { b: "Query" }, errors: null });
  });

  it("answers mistakes in a query as errors beside no data", async () => {
    for (const query of [
      "{ nope }",
      "{ mlflowGetRun(input: {runId: 5}) { run { info { runId } } } }",
      "{ __typename @unknown }",
      "fragment F on MlflowRunInfo { runId }",
      "query A { __typename } query B { __typename }",
      "subscription { a }",
      "mutation { a }",
      "{ ...F } fragment F on Query { ...F }",
    ]) {
      expect(await ask(query)).toEqual({
        status: 200,
        body: { data: null, errors: expect.arrayContaining([expect.any(String)]) },
      });
    }
  });

  it("answers mistakes in variables as errors beside no data", async () => {
    for (const data of [{ runId: { x: 1 } }, { runId: 2n ** 60n }, { other: 1 }, null, undefined]) {
      expect(await ask(GET_RUN, { data })).toEqual({
        status: 200,
        body: { data: null, errors: [expect.any(String)] },
      });
    }
  });

  it("never repeats a long value as a whole", async () => {
    const { body } = await ask(GET_RUN, { data: { runId: ["x".repeat(100_000)] } });
    expect(JSON.stringify(body).length).toBeLessThan(1_000);
    expect((await refuse({ query: "x".repeat(19_000) })).length).toBeLessThan(1_000);
  });

  it("never tells what went wrong inside the server", async () => {
    const closed = await openTestStore();
    await closeStore(closed.store);
    const query = '{ mlflowGetRun(input: {runId: "x"}) { __typename } }';
    await expect(executeGraphql(handlersOf(closed.store), { query })).rejects.toThrow(
      /not open|closed|after calling end/,
    );
    await closed.database.remove();
  });
});

describe("GraphQL refuses", () => {
  it("what is no query", async () => {
    for (const body of [undefined, null, [], "x", {}, { query: 5 }, { query: "" }]) {
      await refuse(body);
    }
    expect(await refuse({ query: "query {" })).toContain("could not be read");
    expect(await refuse({ query: "{ \ud800 }" })).toContain("query");
    expect(await refuse({ query: "{ __typename }", variables: "x" })).toContain("variables");
    expect(await refuse({ query: "{ __typename }", variables: [] })).toContain("variables");
    expect(await refuse({ query: "{ __typename }", operationName: 5 })).toContain("operationName");
  });
});
