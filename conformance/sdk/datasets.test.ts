import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SdkServer, startServer } from "./server.ts";

let server: SdkServer;

beforeAll(async () => {
  server = await startServer();
  mlflow.setTrackingUri(server.url);
  await mlflow.setExperiment("datasets");
});
afterAll(() => server.remove());

test("a run has the datasets that it used, and what for", async () => {
  const flats = [
    { size: 70, city: "Ulm" },
    { size: 50.5, city: "Bonn" },
  ];
  const runId = await mlflow.startRun(async (run) => {
    const source = "https://example.org/flats.csv";
    const training = mlflow.data.fromTable(flats, { name: "flats", source });
    await mlflow.logInput(training, "training", { split: "80%" });
    await mlflow.logInput(mlflow.data.fromArrays(Float32Array.of(1, 2), { name: "noise" }));
    return run.info.runId;
  });
  const [found] = await mlflow.searchRuns();
  expect(found?.inputs).toEqual((await mlflow.getRun(runId)).inputs);
  const inputs = found?.inputs.datasetInputs.toSorted((one, other) =>
    one.dataset.name.localeCompare(other.dataset.name),
  );
  expect(inputs).toMatchObject([
    {
      dataset: {
        name: "flats",
        digest: mlflow.data.fromTable(flats).digest,
        sourceType: "http",
        source: '{"url": "https://example.org/flats.csv"}',
        profile: '{"num_rows": 2, "num_elements": 4}',
      },
      tags: { "mlflow.data.context": "training", split: "80%" },
    },
    { dataset: { name: "noise", sourceType: "code" }, tags: {} },
  ]);
  expect(JSON.parse(inputs?.[1]?.dataset.source ?? "")).toMatchObject({
    tags: { "mlflow.source.type": "LOCAL" },
  });
});

test("a dataset that is logged outside of a run starts one, as in Python", async () => {
  await mlflow.logInput(mlflow.data.fromTable([{ a: 1 }], { name: "alone" }));
  await mlflow.endRun();
  const [found] = await mlflow.searchRuns({ filter: "dataset.name = 'alone'" });
  expect(found?.info.status).toBe("FINISHED");
});

test("runs are found by their datasets", async () => {
  await mlflow.startRun({ runName: "rare" }, () =>
    mlflow.logInput(mlflow.data.fromTable([{ a: 1 }], { name: "rare" }), "testing"),
  );
  const found = await mlflow.searchRuns({
    filter: "dataset.name = 'rare' and dataset.context = 'testing'",
  });
  expect(found.map(({ info }) => info.runName)).toEqual(["rare"]);
});
