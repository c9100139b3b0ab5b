/**
 * Sends generated requests, made from the server's own OpenAPI document, for a time: whatever they
 * hold, each gets an answer that is no failure and tells nothing of the server's inside.
 *
 * `--seed` and `--path`, which a failure prints, repeat it.
 */
import { Agent } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { askJson, createRun, post } from "../call.ts";
import { makeFolder, removeFolder, startOurs, type Server } from "../servers.ts";
import { findFault } from "./judge.ts";
import { readOperations } from "./operations.ts";
import { type Request, requestsTo } from "./requests.ts";
import { type Ids, send } from "./send.ts";

/** Requests that are sent at once. */
const AT_ONCE = 8;
/** Then there is a new experiment, run and model, as requests delete the old ones. */
const BURSTS_PER_IDS = 20;

const { values: options } = parseArgs({
  options: {
    seconds: { type: "string", default: "75" },
    seed: { type: "string" },
    path: { type: "string" },
  },
});
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
const statuses = new Map<number, number>();

async function createIds(url: string): Promise<Ids> {
  const name = `fuzz ${crypto.randomUUID()}`;
  const { experiment_id: experiment } = await post<{ experiment_id: string }>(
    url,
    "experiments/create",
    { name },
  );
  const { model } = await post<{ model: { info: { model_id: string } } }>(url, "logged-models", {
    experiment_id: experiment,
    name: "model",
  });
  return { experiment, run: await createRun(url, name, experiment), model: model.info.model_id };
}

async function fuzz(server: Server): Promise<void> {
  const { url, folder } = server;
  const { operations, schemas } = await readOperations(url);
  const agent = new Agent({ keepAlive: true });
  const judge = async (ids: Ids, request: Request): Promise<void> => {
    const answer = await send(url, agent, ids, request);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    const fault = findFault(answer, folder, `${request.path} ${request.body?.toString() ?? ""}`);
    if (fault === undefined) return;
    throw new Error(`${fault}: ${answer.status} ${answer.body.toString().slice(0, 1000)}`);
  };
  let ids = await createIds(url);
  let bursts = 0;
  const burst = fc.array(requestsTo(schemas, operations), { minLength: 1, maxLength: AT_ONCE });
  const property = fc.asyncProperty(burst, async (requests) => {
    if (++bursts % BURSTS_PER_IDS === 0) ids = await createIds(url);
    await Promise.all(requests.map((request) => judge(ids, request)));
  });
  await fc.assert(property, {
    seed,
    ...(options.path !== undefined && { path: options.path }),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: Number(options.seconds) * 1000,
  });
  agent.destroy();
}

/** What is wrong with the server or its database after all of it. */
async function inspect({ url, folder }: Server): Promise<void> {
  await askJson(url, "/api/2.0/mlflow/experiments/get?experiment_id=0");
  const database = new DatabaseSync(join(folder, "mlflow.db"), { readOnly: true });
  const check = database.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
  const orphans = database.prepare("PRAGMA foreign_key_check").all();
  database.close();
  if (check !== "ok") throw new Error(`the database is damaged: ${String(check)}`);
  if (orphans.length > 0) throw new Error(`rows without a parent: ${JSON.stringify(orphans[0])}`);
}

console.log(`fuzz: seed ${seed}, ${options.seconds} s`);
const server = await startOurs({ folder: await makeFolder("fuzz") });
try {
  await fuzz(server);
  await inspect(server);
  const total = [...statuses.values()].reduce((sum, count) => sum + count, 0);
  const counts = [...statuses].toSorted(([a], [b]) => a - b);
  console.log(counts.map(([status, count]) => `${status}: ${count}`).join(", "));
  console.log(`ok: ${total} requests, none failed, and the database is whole`);
} finally {
  await server.stop();
  await removeFolder(server.folder);
}
