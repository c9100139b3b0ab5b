import { afterAll, beforeAll, expect, it } from "vitest";
import { createRun, readRun } from "./testing/requests.ts";
import { post, send } from "./testing/send.ts";
import { startTestServer, type TestServer } from "./testing/test-server.ts";

const ROUNDS = 20;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const rounds = Array.from({ length: ROUNDS }, (_, round) => round);

it("lets one of two writers of a param win, and refuses the other's whole batch", async () => {
  const runId = await createRun(server);
  const outcomes = await Promise.all(
    rounds.flatMap((round) =>
      ["a", "b"].map(async (value) => {
        const fields = {
          run_id: runId,
          params: [{ key: `p${round}`, value }],
          tags: [{ key: `${round}${value}`, value }],
        };
        const { status, json } = await post(server, "runs/log-batch", fields);
        if (status !== 200) {
          const message = expect.stringContaining("Changing param values is not allowed");
          expect(json).toMatchObject({ error_code: "INVALID_PARAMETER_VALUE", message });
        }
        return { key: `p${round}`, value, tag: `${round}${value}`, status };
      }),
    ),
  );
  const winners = outcomes.filter(({ status }) => status === 200);
  expect(outcomes.filter(({ status }) => status === 400)).toHaveLength(ROUNDS);
  const { params, tags } = await readRun(server, runId);
  const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
  expect(params.toSorted(byKey)).toEqual(
    winners.map(({ key, value }) => ({ key, value })).toSorted(byKey),
  );
  expect(tags.map(({ key }) => key).toSorted()).toEqual(winners.map(({ tag }) => tag).toSorted());
});

it("lets one of two creations of an experiment's name win", async () => {
  for (const round of rounds) {
    const name = `raced ${round}`;
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(server, "experiments/create", { name })),
    );
    const [won, ...refused] = answers.toSorted((a, b) => a.status - b.status);
    expect(won?.json).toMatchObject({ experiment_id: expect.any(String) });
    for (const { status, json } of refused) {
      expect([status, json]).toMatchObject([400, { error_code: "RESOURCE_ALREADY_EXISTS" }]);
    }
  }
});

it("takes or refuses a batch as a whole while its run is deleted and restored", async () => {
  const runId = await createRun(server);
  const batches = rounds.map(async (round) => {
    const keys = ["x", "y", "z"].map((key) => `${key}${round}`);
    const { status, json } = await post(server, "runs/log-batch", {
      run_id: runId,
      metrics: keys.map((key) => ({ key, value: 1, timestamp: 1 })),
      params: keys.map((key) => ({ key, value: "1" })),
    });
    if (status === 200) return keys;
    expect([status, json]).toMatchObject([400, { error_code: "INVALID_PARAMETER_VALUE" }]);
    return [];
  });
  const changes = rounds.flatMap(() =>
    ["delete", "restore"].map(async (change) => {
      const { status } = await post(server, `runs/${change}`, { run_id: runId });
      // To delete what is deleted is refused or, as in MLflow, done again.
      expect([200, 400]).toContain(status);
    }),
  );
  await Promise.all(changes);
  const expected = (await Promise.all(batches)).flat().toSorted();
  await post(server, "runs/restore", { run_id: runId });
  const { metrics, params } = await readRun(server, runId);
  expect(metrics.map(({ key }) => key).toSorted()).toEqual(expected);
  expect(params.map(({ key }) => key).toSorted()).toEqual(expected);
});

it("shows the old file or a new one, never a mixture, while several are uploaded", async () => {
  const path = "/api/2.0/mlflow-artifacts/artifacts/races/model.bin";
  const contents = rounds.map((round) => `${String(round).padStart(4, "0")}\n`.repeat(100_000));
  const put = async (body: string) =>
    expect((await send(server, { method: "PUT", path, body })).status).toBe(200);
  await put(contents[0] ?? "");
  const uploads = Promise.all(contents.map(put));
  const isUploading = { value: true };
  void uploads.finally(() => (isUploading.value = false));
  let seen = 0;
  do {
    const { status, text } = await send(server, { path });
    // Compared outside of `expect`, which would print half a megabyte.
    expect([status, contents.includes(text)]).toEqual([200, true]);
    seen++;
  } while (isUploading.value);
  await uploads;
  expect(seen).toBeGreaterThan(1);
  const list = await send(server, { path: "/api/2.0/mlflow-artifacts/artifacts?path=races" });
  expect(list.json).toMatchObject({ files: [{ path: "model.bin", file_size: 500_000 }] });
});

it("stores or refuses an upload, and removes its folder, when both come at once", async () => {
  const folder = "/api/2.0/mlflow-artifacts/artifacts/raced";
  const answers = await Promise.all(
    rounds.flatMap((round) => [
      send(server, {
        method: "PUT",
        path: `${folder}/deep/${round}.bin`,
        body: "x".repeat(100_000),
      }),
      send(server, { method: "DELETE", path: folder }),
    ]),
  );
  for (const { status } of answers) expect([200, 404, 409]).toContain(status);
  expect(await send(server, { method: "DELETE", path: folder })).toMatchObject({ status: 200 });
  const list = await send(server, { path: "/api/2.0/mlflow-artifacts/artifacts?path=raced" });
  expect(list.json).toEqual({});
});
