/**
 * Kills the server ten times with `kill -9` while eight writers are at work, starts it again on
 * the same database each time, and then looks for everything that it had acknowledged.
 */
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { post, Unanswered } from "../call.ts";
import { makeFolder, removeFolder, startOurs, type Server } from "../servers.ts";
import { Ledger } from "./ledger.ts";
import { readFound } from "./read-found.ts";
import { createWriters, type Writer } from "./writers.ts";

const KILLS = 10;
/** Kills come at moments this far apart, counted from when each writer got its first answer. */
const KILL_STEP_MS = 80;
/** What a machine that does several things at once may need; a quiet one needs a tenth. */
const RESTART_LIMIT_MS = 5000;
const SHOWN_FAULTS = 20;

const folder = await makeFolder("kill9");
const ledger = new Ledger();
const turns = new Map<Writer, number>();
const restartsMs: number[] = [];

/** Starts the server and measures the time to its first answer from the database. */
async function start(port?: number): Promise<Server> {
  const began = performance.now();
  const server = await startOurs({ folder, ...(port !== undefined && { port }) });
  await post(server.url, "experiments/search", { max_results: 1 });
  if (port !== undefined) restartsMs.push(performance.now() - began);
  return server;
}

/** Lets the writers write until some time after each was answered once, and kills the server. */
async function writeUntilKilled(server: Server, writers: Writer[], extraMs: number) {
  let isKilled = false;
  const answered = writers.map(() => Promise.withResolvers<void>());
  const working = writers.map(async (writer, i) => {
    for (;;) {
      const turn = (turns.get(writer) ?? 0) + 1;
      turns.set(writer, turn);
      try {
        await writer(turn);
      } catch (error) {
        if (isKilled && error instanceof Unanswered) return;
        throw error;
      }
      answered[i]?.resolve();
    }
  });
  const allWork = Promise.all(working);
  await Promise.race([Promise.all(answered.map(({ promise }) => promise)), allWork]);
  await Promise.race([sleep(extraMs), allWork]);
  isKilled = true;
  await server.stop("SIGKILL");
  await allWork;
}

function checkDatabase(): string[] {
  const database = new DatabaseSync(join(folder, "mlflow.db"), { readOnly: true });
  try {
    const rows = database.prepare("PRAGMA integrity_check").all();
    return rows.map((row) => String(row["integrity_check"])).filter((line) => line !== "ok");
  } finally {
    database.close();
  }
}

async function main(): Promise<string[]> {
  let server = await start();
  const port = Number(new URL(server.url).port);
  const faults: string[] = [];
  try {
    const writers = await createWriters(server.url, ledger);
    for (let kill = 0; kill < KILLS; kill++) {
      await writeUntilKilled(server, writers, kill * KILL_STEP_MS);
      server = await start(port);
      faults.push(...checkDatabase());
    }
    faults.push(...ledger.audit(await readFound(server.url)));
  } finally {
    await server.stop();
    await removeFolder(folder);
  }
  const slowest = Math.max(...restartsMs);
  if (slowest > RESTART_LIMIT_MS) faults.push(`a restart took ${slowest.toFixed(0)} ms`);
  return faults;
}

const faults = await main();
const { acknowledged, unanswered } = ledger.counts;
const times = restartsMs.map((ms) => ms.toFixed(0)).join(", ");
console.log(`${KILLS} kills: ${acknowledged} writes acknowledged, ${unanswered} left unanswered`);
console.log(`restart to first answer: ${times} ms`);
for (const fault of faults.slice(0, SHOWN_FAULTS)) console.error(`FAULT ${fault}`);
console.log(
  faults.length === 0 ? "ok: nothing lost, doubled or in part" : `${faults.length} faults`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
