import { ApiError, contract } from "@mlflow-ts/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRun } from "./runs/create-run.ts";
import { getRun } from "./runs/get-run.ts";
import { logBatch } from "./runs/log-batch.ts";
import { setTag } from "./runs/write-tags.ts";
import { closeStore, openStore, type Store } from "./store.ts";
import {
  createNetworkedDatabase,
  IS_NETWORKED,
  type NetworkedTestDatabase,
} from "./testing/test-database.ts";

const parse = contract.logBatch.request.parse.bind(contract.logBatch.request);

describe.skipIf(!IS_NETWORKED)("a store in a database of a network", () => {
  let database: NetworkedTestDatabase;
  let stores: Store[];
  let runId: string;

  const open = () => openStore({ ...database.place, artifactRoot: "mlflow-artifacts:/" });

  beforeEach(async () => {
    database = await createNetworkedDatabase();
    stores = [await open(), await open()];
    const request = contract.createRun.request.parse({ experiment_id: "0" });
    runId = (await createRun(store(0), request)).info.run_id;
  });
  afterEach(async () => {
    await Promise.all(stores.map(closeStore));
    await database.remove();
  });

  /** One of two servers on the database. */
  function store(index: number): Store {
    const found = stores[index];
    if (found === undefined) throw new Error(`no store ${index}`);
    return found;
  }

  const log = (index: number, values: object) =>
    logBatch(store(index), parse({ run_id: runId, ...values }));
  const point = (step: number) => ({ key: "loss", value: step, timestamp: 1, step });

  it("gets its tables once when ten servers start at the same moment", async () => {
    const empty = await createNetworkedDatabase({ isEmpty: true });
    const options = { ...empty.place, artifactRoot: "mlflow-artifacts:/" };
    const many = await Promise.all(Array.from({ length: 10 }, () => openStore(options)));
    const experiments = await many[9]?.database.read
      .selectFrom("experiments")
      .selectAll()
      .execute();
    expect(experiments).toMatchObject([{ experiment_id: 0, name: "Default" }]);
    await Promise.all(many.map(closeStore));
    await empty.remove();
  });

  it("keeps the first value of a param that two servers log at once, and refuses the other", async () => {
    for (let round = 0; round < 20; round += 1) {
      const outcomes = await Promise.allSettled(
        [0, 1].map((index) => log(index, { params: [{ key: `p${round}`, value: `${index}` }] })),
      );
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const winner = outcomes.findIndex(({ status }) => status === "fulfilled");
      const { data } = await getRun(store(0), runId);
      expect(data.params?.find(({ key }) => key === `p${round}`)?.value).toBe(String(winner));
    }
  });

  it("locks no server up that writes the same rows as another in another order", async () => {
    const keys = Array.from({ length: 50 }, (_, index) => `key ${index}`);
    const writes = Array.from({ length: 40 }, (_, round) => {
      const ordered = round % 2 === 0 ? keys : keys.toReversed();
      const tags = ordered.map((key) => ({ key, value: String(round) }));
      const metrics = ordered.map((key) => ({ key, value: round, timestamp: 1, step: round }));
      return log(round % 2, { tags, metrics });
    });
    await Promise.all(writes);
    const { data } = await getRun(store(1), runId);
    expect(data.metrics?.map(({ value }) => value)).toEqual(keys.map(() => 39));
  });

  it("lets what does not fit fail alone among what is written together", async () => {
    const outcomes = await Promise.allSettled([
      log(0, { metrics: [point(1)] }),
      setTag(
        store(0),
        contract.setTag.request.parse({
          run_id: runId,
          key: "mlflow.runName",
          value: "n".repeat(251),
        }),
      ),
      log(0, { metrics: [point(2)] }),
    ]);
    expect(outcomes).toMatchObject([
      { status: "fulfilled" },
      { reason: { errorCode: "INVALID_PARAMETER_VALUE" } },
      { status: "fulfilled" },
    ]);
    expect((await getRun(store(0), runId)).data.metrics).toMatchObject([{ value: 2 }]);
  });

  it("loses and doubles nothing while its connections are cut again and again", async () => {
    const answered: number[] = [];
    const writer = async (lane: number): Promise<void> => {
      for (let index = 0; index < 40; index += 1) {
        const step = lane * 1000 + index;
        // What is refused meanwhile is sent again, as a client does.
        const send = (): Promise<void> => log(lane % 2, { metrics: [point(step)] });
        while (!(await send().then(() => true, isAway))) await pause(20);
        answered.push(step);
      }
    };
    const cutting = setInterval(() => void database.cutConnections(), 50);
    await Promise.all(Array.from({ length: 8 }, (_, lane) => writer(lane)));
    clearInterval(cutting);
    const rows = await store(0).database.read.selectFrom("metrics").select("step").execute();
    const upwards = (a: number, b: number) => a - b;
    const kept = rows.map(({ step }) => Number(step)).toSorted(upwards);
    expect(kept).toEqual(answered.toSorted(upwards));
  });

  it("says that the database is away while it is, and goes on once it is back", async () => {
    await database.setAway(true);
    await database.cutConnections();
    for (const work of [() => log(0, { metrics: [point(1)] }), () => getRun(store(0), runId)]) {
      await expect(work()).rejects.toMatchObject({ errorCode: "TEMPORARILY_UNAVAILABLE" });
    }
    const search = contract.searchRuns.request.parse({ experiment_ids: ["0"] });
    const searching = store(0).reader.run("searchRuns", search);
    await expect(searching).rejects.toMatchObject({ errorCode: "TEMPORARILY_UNAVAILABLE" });
    await database.setAway(false);
    await log(0, { metrics: [point(1)] });
    await store(0).reader.run("searchRuns", search);
  });

  it("hears what another server announces, and nothing of its own", async () => {
    const heard: (string | undefined)[] = [];
    const stop = store(1).database.watch((news) => heard.push(news));
    await expect
      .poll(
        () => {
          store(0).database.announce?.("from 0");
          store(1).database.announce?.("from 1");
          return heard;
        },
        { timeout: 5000, interval: 100 },
      )
      .toContain("from 0");
    expect(heard).not.toContain("from 1");
    stop();
  });
});

function isAway(error: unknown): false {
  if (error instanceof ApiError && error.errorCode === "TEMPORARILY_UNAVAILABLE") return false;
  throw error;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
