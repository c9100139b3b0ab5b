/**
 * A server with a real PostgreSQL primary and a replica of it: searches and histories are read from
 * the replica, what was written is seen at once although the replica lags, and each of the two
 * databases may be away for a while.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { ask, createRun, post } from "../call.ts";
import { makeFolder, removeFolder, startServer } from "../servers.ts";
import { type Postgres, startPair } from "./postgresql-pair.ts";

const WRITES = 50;
/** What an answer may take while the replica is no help, on a busy machine. */
const SLOW_MS = 3000;

const folder = await makeFolder("read-replica");
const faults: string[] = [];

function expect(isSo: boolean, what: string): void {
  console.log(`${isSo ? "ok   " : "FAULT"} ${what}`);
  if (!isSo) faults.push(what);
}

async function query(uri: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(uri);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** Rows that sessions on a database of ours have been handed so far. */
async function rowsRead({ uri }: Postgres): Promise<number> {
  // A session tells what it has done when it is idle for a second.
  await sleep(1500);
  const [row] = await query(
    uri,
    "select tup_returned from pg_stat_database where datname = 'postgres'",
  );
  return Number(row?.["tup_returned"]);
}

async function sessionsOn({ uri }: Postgres): Promise<number> {
  const rows = await query(
    uri,
    "select 1 from pg_stat_activity where application_name = 'mlflow-ts'",
  );
  return rows.length;
}

/** Writes and looks for it at once; how long the slowest search took. */
async function writeAndFind(url: string, runId: string, from: number, count: number) {
  let slowestMs = 0;
  let missing = 0;
  for (let value = from; value < from + count; value += 1) {
    await post(url, "runs/log-metric", {
      run_id: runId,
      key: "x",
      value,
      timestamp: 1,
      step: value,
    });
    const began = performance.now();
    const { runs } = await post<{ runs?: unknown[] }>(url, "runs/search", {
      experiment_ids: ["0"],
      filter: `metrics.x = ${value}`,
    });
    slowestMs = Math.max(slowestMs, performance.now() - began);
    if (runs?.length !== 1) missing += 1;
  }
  return { slowestMs, missing };
}

async function main({ primary, replica }: { primary: Postgres; replica: Postgres }) {
  const server = await startServer({
    folder,
    flags: [
      `--backend-store-uri=${primary.uri}`,
      `--read-replica-backend-store-uri=${replica.uri}`,
      `--artifacts-destination=${join(folder, "mlartifacts")}`,
    ],
  });
  const { url } = server;
  const search = () =>
    ask(url, "/api/2.0/mlflow/runs/search", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ experiment_ids: ["0"] }),
    });
  try {
    const runId = await createRun(url, "replica");
    const near = await writeAndFind(url, runId, 0, WRITES);
    expect(near.missing === 0, "each write is found by the search that follows it");
    expect((await sessionsOn(replica)) > 0, "searches are made on the replica");

    await query(replica.uri, "select pg_wal_replay_pause()");
    const lagging = await writeAndFind(url, runId, WRITES, 3);
    expect(lagging.missing === 0, "so is a write that the replica does not have yet");
    expect(lagging.slowestMs < SLOW_MS, `which takes ${lagging.slowestMs.toFixed(0)} ms at most`);
    await query(replica.uri, "select pg_wal_replay_resume()");

    await replica.stop();
    // One that was behind is tried again after a second.
    await sleep(1500);
    const alone = await writeAndFind(url, runId, 2 * WRITES, WRITES);
    expect(alone.missing === 0, "searches are made on the primary while the replica is away");
    expect(alone.slowestMs < SLOW_MS, `which takes ${alone.slowestMs.toFixed(0)} ms at most`);
    await replica.start();
    const deadline = performance.now() + 20_000;
    while ((await sessionsOn(replica)) === 0 && performance.now() < deadline) {
      await search();
      await sleep(200);
    }
    const before = await rowsRead(replica);
    await search();
    expect((await rowsRead(replica)) > before, "the replica is read again once it is back");

    await primary.stop();
    expect((await search()).status === 200, "searches go on while the primary is away");
    const write = await ask(url, "/api/2.0/mlflow/runs/set-tag", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ run_id: runId, key: "a", value: "b" }),
    });
    expect(write.status === 503, "a write meanwhile is answered 503");
    expect(Number(write.headers["retry-after"]) > 0, "with Retry-After");
    await primary.start();
    const back = await writeAndFind(url, runId, 4 * WRITES, 1);
    expect(back.missing === 0, "and all is as before once it is back");
  } finally {
    const code = await server.stop();
    expect(code === 0, "the server ends with exit code 0");
    const log = await readFile(server.logFile, "utf8");
    expect(/read replica can't be used/.test(log), "its log says when the replica was not used");
  }
}

try {
  const pair = await startPair(folder);
  try {
    await main(pair);
  } finally {
    await pair.replica.stop();
    await pair.primary.stop();
  }
} finally {
  await removeFolder(folder);
}
console.log(faults.length === 0 ? "ok" : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
