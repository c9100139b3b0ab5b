import { contract } from "@mlflow-ts/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRun } from "./runs/create-run.ts";
import { getRun } from "./runs/get-run.ts";
import { logBatch } from "./runs/log-batch.ts";
import { searchRuns } from "./runs/search-runs.ts";
import { closeStore, openStore, type Store } from "./store.ts";
import { createMysqlDatabase } from "./testing/mysql-database.ts";
import { IS_MYSQL, type TestDatabase } from "./testing/test-database.ts";

/** As most servers make one: texts that differ in case only are the same. */
const characters = "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";

describe.skipIf(!IS_MYSQL)("a MySQL database that ignores case", () => {
  let database: TestDatabase;
  let store: Store;
  let runId: string;

  const log = (values: object) =>
    logBatch(store, contract.logBatch.request.parse({ run_id: runId, ...values }));
  const isFoundBy = async (filter: string): Promise<boolean> => {
    const request = contract.searchRuns.request.parse({ experiment_ids: ["0"], filter });
    const { runs = [] } = await searchRuns(store.database.read, request);
    return runs.some(({ info }) => info.run_id === runId);
  };
  const point = (key: string) => ({ key, value: 1, timestamp: 1, step: 1 });

  beforeAll(async () => {
    database = await createMysqlDatabase({ characters });
    store = await openStore({ ...database.place, artifactRoot: "mlflow-artifacts:/" });
    const request = contract.createRun.request.parse({ experiment_id: "0" });
    runId = (await createRun(store, request)).info.run_id;
    await log({
      metrics: [point("loss")],
      params: [{ key: "optimizer", value: "Adam 😀" }],
      tags: [{ key: "team", value: "a\tb'\\\" ü" }],
    });
  });
  afterAll(async () => {
    await closeStore(store);
    await database.remove();
  });

  it("refuses a metric or param that it takes for another, and keeps that", async () => {
    for (const values of [
      { metrics: [point("Loss")] },
      { params: [{ key: "Optimizer", value: "SGD" }] },
    ]) {
      await expect(log(values)).rejects.toMatchObject({ errorCode: "INVALID_PARAMETER_VALUE" });
    }
    const { data } = await getRun(store, runId);
    expect(data.metrics).toMatchObject([{ key: "loss", value: 1 }]);
    expect(data.params).toEqual([{ key: "optimizer", value: "Adam 😀" }]);
  });

  it("refuses it without waiting, as nothing that others do will change it", async () => {
    const began = performance.now();
    for (const value of ["SGD", "RMSprop", "Lion", "Adagrad"]) {
      const params = [{ key: "Optimizer", value }];
      await expect(log({ params })).rejects.toMatchObject({
        errorCode: "INVALID_PARAMETER_VALUE",
      });
    }
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it("keeps whatever characters a text has", async () => {
    const { data } = await getRun(store, runId);
    expect(data.tags).toContainEqual({ key: "team", value: "a\tb'\\\" ü" });
  });

  it("finds runs by the case of keys and values, as MLflow does", async () => {
    expect(await isFoundBy("params.optimizer = 'Adam 😀'")).toBe(true);
    expect(await isFoundBy("params.optimizer = 'adam 😀'")).toBe(false);
    expect(await isFoundBy("params.Optimizer = 'Adam 😀'")).toBe(false);
    expect(await isFoundBy("params.optimizer != 'adam 😀'")).toBe(true);
    expect(await isFoundBy("params.optimizer LIKE 'adam%'")).toBe(false);
    expect(await isFoundBy("params.optimizer ILIKE 'ADAM%'")).toBe(true);
    expect(await isFoundBy("metrics.Loss > 0")).toBe(false);
  });

  it("gives a tag the key of the one that took its place, as MLflow does", async () => {
    await log({ tags: [{ key: "Stage", value: "1" }] });
    await log({ tags: [{ key: "stage", value: "2" }] });
    const { data } = await getRun(store, runId);
    const stages = data.tags?.filter(({ key }) => key.toLowerCase() === "stage");
    expect(stages).toEqual([{ key: "stage", value: "2" }]);
  });

  it("hears that a program which tells nobody has written", async () => {
    const heard: unknown[] = [];
    const stop = store.database.watch((news) => heard.push(news));
    const other = await database.openOther();
    await expect
      .poll(
        async () => {
          await other.run("UPDATE runs SET start_time = start_time + 1");
          return heard;
        },
        { timeout: 10_000, interval: 500 },
      )
      .toContain(undefined);
    stop();
    await other.close();
  });
});
