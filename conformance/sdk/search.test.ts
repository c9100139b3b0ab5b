import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SdkServer, startServer } from "./server.ts";

let server: SdkServer;
let ids: string[];

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("search");
  ids = [];
  for (const loss of [0.5, 0.1, 0.9]) {
    const id = await mlflow.startRun({ runName: `loss ${loss}` }, ({ info }) => {
      mlflow.logMetric("loss", loss);
      mlflow.logParam("kind", loss > 0.4 ? "large" : "small");
      return info.runId;
    });
    ids.push(id);
  }
});
afterAll(() => server.remove());

const namesOf = (runs: readonly mlflow.Run[]) => runs.map(({ info }) => info.runName);

test("runs of the experiment that was set are found by a filter, in an order", async () => {
  expect(namesOf(await mlflow.searchRuns({ orderBy: ["metrics.loss ASC"] }))).toEqual([
    "loss 0.1",
    "loss 0.5",
    "loss 0.9",
  ]);
  const large = await mlflow.searchRuns({
    filter: "params.kind = 'large' and metrics.loss < 0.6",
    experimentNames: ["search", "no such experiment"],
  });
  expect(namesOf(large)).toEqual(["loss 0.5"]);
  const [best] = await mlflow.searchRuns({ orderBy: ["metrics.loss ASC"], maxResults: 1 });
  expect(best?.data.metrics["loss"]).toBe(0.1);
});

test("a filter that can't be read is an error", async () => {
  await expect(mlflow.searchRuns({ filter: "metrics.loss <" })).rejects.toMatchObject({
    errorCode: "INVALID_PARAMETER_VALUE",
  });
});

test("a deleted run is found only when it is asked for", async () => {
  const runId = await mlflow.startRun({ runName: "gone" }, ({ info }) => info.runId);
  await mlflow.deleteRun(runId);
  expect(namesOf(await mlflow.searchRuns())).not.toContain("gone");
  expect(namesOf(await mlflow.searchRuns({ viewType: "DELETED_ONLY" }))).toEqual(["gone"]);
});

test("more experiments than a page are found whole", async () => {
  await Promise.all([1, 2, 3, 4].map((number) => mlflow.createExperiment(`many/${number}`)));
  const found = await mlflow.searchExperiments({
    filter: "name LIKE 'many/%'",
    orderBy: ["name DESC"],
  });
  expect(found.map(({ name }) => name)).toEqual(["many/4", "many/3", "many/2", "many/1"]);
  expect((await mlflow.searchExperiments({ maxResults: 2 })).length).toBe(2);
});
