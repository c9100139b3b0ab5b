/**
 * `node conformance/chaos/run.ts [--seconds 50]`: three replicas on one PostgreSQL database and one
 * bucket take blows while 32 writers write to them and try again as MLflow's client does. Nothing
 * that was acknowledged is lost or doubled, no answer is 5xx but 503 with Retry-After, and five
 * seconds after each blow answers take as long as before.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { Ledger } from "../kill9/ledger.ts";
import { readFound } from "../kill9/read-found.ts";
import { dropDatabase, haveDatabase } from "../networked-database.ts";
import { makeFolder, removeFolder, type Server, startServer } from "../servers.ts";
import { type Bucket, startBucket } from "./bucket.ts";
import { findBadAnswers, findP99, isNormal } from "./latency.ts";
import { RetryingClient } from "./retrying-client.ts";
import { createWriters, type Writer } from "./writers.ts";

const REPLICAS = 3;
const WARM_UP_MS = 4000;
const CALM_MS = 4000;
const RECOVERS_WITHIN_MS = 5000;
const MEASURED_MS = 3000;
const DOWN_MS = 1000;
const BUCKET_AWAY_MS = 3000;
const SHOWN_FAULTS = 20;

const { values: flags } = parseArgs({ options: { seconds: { type: "string", default: "50" } } });
const durationMs = Number(flags.seconds) * 1000;
if (!(durationMs > 0)) throw new Error(`--seconds ${flags.seconds}: a number above 0 is needed`);

const folder = await makeFolder("chaos");
const ledger = new Ledger();
const faults: string[] = [];

/** What happens to the servers; its end is the moment from which they have five seconds. */
interface Blow {
  readonly name: string;
  strike(): Promise<{ endedAt: number; after?: Promise<unknown> }>;
}

async function startReplica(databaseUri: string, bucket: Bucket, index: number, port?: number) {
  return startServer({
    folder,
    ...(port !== undefined && { port }),
    env: bucket.env,
    flags: [
      `--backend-store-uri=${databaseUri}`,
      `--artifacts-destination=${bucket.uri}`,
      // The last one is two, and is killed with both.
      `--workers=${index === REPLICAS - 1 ? 2 : 1}`,
    ],
  });
}

function makeBlows(databaseUri: string, bucket: Bucket, servers: Server[]): Blow[] {
  const kill = async (index: number): Promise<void> => {
    const server = servers[index];
    if (server === undefined) throw new Error(`no replica ${index}`);
    await server.stop("SIGKILL");
    await sleep(DOWN_MS);
    servers[index] = await startReplica(
      databaseUri,
      bucket,
      index,
      Number(new URL(server.url).port),
    );
  };
  const killing = (...indices: number[]): Blow => ({
    name: `kill -9 of ${indices.length === 1 ? "a replica" : `${indices.length} replicas`}`,
    strike: async () => {
      const endedAt = performance.now();
      return { endedAt, after: Promise.all(indices.map(kill)) };
    },
  });
  return [
    killing(0),
    {
      name: "all connections to PostgreSQL cut",
      strike: async () => {
        await cutConnections(databaseUri);
        return { endedAt: performance.now() };
      },
    },
    {
      name: `the bucket away for ${BUCKET_AWAY_MS / 1000} s`,
      strike: async () => {
        await bucket.takeAway();
        await sleep(BUCKET_AWAY_MS);
        await bucket.giveBack();
        return { endedAt: performance.now() };
      },
    },
    killing(1, 2),
  ];
}

async function cutConnections(databaseUri: string): Promise<void> {
  const client = new pg.Client(databaseUri);
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
}

/** Writes until it is told to stop. */
async function work({ write, pauseMs }: Writer, stop: AbortSignal): Promise<void> {
  for (let turn = 1; !stop.aborted; turn += 1) {
    try {
      await write(turn);
    } catch (error) {
      faults.push(String(error));
    }
    await sleep(pauseMs);
  }
}

async function main(databaseUri: string, bucket: Bucket, servers: Server[]): Promise<void> {
  for (let index = 0; index < REPLICAS; index += 1) {
    servers.push(await startReplica(databaseUri, bucket, index));
  }
  const client = new RetryingClient(servers.map(({ url }) => url));
  const writers = await createWriters(client, ledger);
  const ending = new AbortController();
  const working = Promise.all(writers.map((writer) => work(writer, ending.signal)));
  await sleep(WARM_UP_MS + CALM_MS);
  const calmP99 = findP99(client.attempts, performance.now() - CALM_MS, performance.now());
  console.log(`p99 in the calm: ${calmP99.toFixed(0)} ms`);

  const blows = makeBlows(databaseUri, bucket, servers);
  const deadline = performance.now() + durationMs - WARM_UP_MS - CALM_MS;
  for (let turn = 0; turn < blows.length || performance.now() < deadline; turn += 1) {
    const blow = blows[turn % blows.length];
    if (blow === undefined) break;
    const { endedAt, after } = await blow.strike();
    const from = endedAt + RECOVERS_WITHIN_MS;
    await sleep(Math.max(0, from + MEASURED_MS - performance.now()));
    await after;
    const p99 = findP99(client.attempts, from, from + MEASURED_MS);
    console.log(`${blow.name}: 5 s later p99 is ${p99.toFixed(0)} ms`);
    if (!isNormal(p99, calmP99)) faults.push(`${blow.name}: p99 stayed at ${p99.toFixed(0)} ms`);
  }
  ending.abort();
  await working;
  faults.push(...findBadAnswers(client.attempts));
  const answers = (status: number | undefined) =>
    client.attempts.filter((attempt) => attempt.status === status).length;
  console.log(
    `${client.attempts.length} attempts: ${answers(200)} answered 200, ${answers(503)} 503, ` +
      `${answers(undefined)} without an answer`,
  );
  // Each replica is asked, so that none knows less than another.
  for (const { url } of servers) faults.push(...ledger.audit(await readFound(url)));
}

const servers: Server[] = [];
const bucket = await startBucket();
try {
  await main(await haveDatabase(folder), bucket, servers);
  for (const server of servers) {
    const code = await server.stop();
    if (code !== 0) faults.push(`a replica ended with exit code ${code}`);
  }
} finally {
  await Promise.all(servers.map((server) => server.stop("SIGKILL")));
  await bucket.stop();
  await dropDatabase(folder);
  await removeFolder(folder);
}
const { acknowledged, unanswered } = ledger.counts;
console.log(`${acknowledged} writes acknowledged, ${unanswered} attempts left unanswered`);
for (const fault of faults.slice(0, SHOWN_FAULTS)) console.error(`FAULT ${fault}`);
console.log(
  faults.length === 0 ? "ok: nothing lost, doubled or in part" : `${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
