/**
 * Ends the server with SIGTERM while requests, uploads and downloads are in flight and connections
 * idle: none is cut, and the process ends within five seconds with exit code 0.
 */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createRun } from "../call.ts";
import { makeFolder, removeFolder, startOurs } from "../servers.ts";
import { logUntilRefused } from "./busy-client.ts";
import {
  CONTENT,
  downloadSlowly,
  openIdleConnection,
  uploadContent,
  uploadSlowly,
} from "./slow-transfers.ts";

const ROUNDS = 3;
const CLIENTS = 16;
const IDLE_CONNECTIONS = 16;
const LIMIT_MS = 5000;

/** What went wrong in one round. */
async function round(): Promise<string[]> {
  const folder = await makeFolder("signals");
  const server = await startOurs({ folder });
  try {
    const { url } = server;
    const runId = await createRun(url, "signals");
    await uploadContent(url, "large.bin");
    const idle = await Promise.all(
      Array.from({ length: IDLE_CONNECTIONS }, () => openIdleConnection(url)),
    );
    const closed = Promise.all(idle.map((socket) => once(socket, "close")));
    const clients = Promise.all(Array.from({ length: CLIENTS }, () => logUntilRefused(url, runId)));
    const upload = uploadSlowly(url, "slow.bin");
    const download = downloadSlowly(url, "large.bin");
    await sleep(1000);

    const signalledAt = performance.now();
    const exitCode = await server.stop();
    const tookMs = performance.now() - signalledAt;
    const outcomes = (await clients).flat();
    await closed;
    const faults: string[] = [];
    if (exitCode !== 0) faults.push(`it ended with exit code ${exitCode}`);
    if (tookMs > LIMIT_MS) faults.push(`it took ${tookMs.toFixed(0)} ms`);
    for (const { sentAt, result } of outcomes) {
      const isRefused = result === "ECONNREFUSED" && sentAt > signalledAt;
      if (result !== 200 && !isRefused) {
        faults.push(`sent ${(sentAt - signalledAt).toFixed(0)} ms after the signal: ${result}`);
      }
    }
    if ((await upload) !== 200) faults.push(`the upload got ${await upload}`);
    const stored = await readFile(join(folder, "mlartifacts/signals/slow.bin"));
    if (stored.length !== 2_000_000) faults.push(`${stored.length} bytes of the upload are there`);
    if (!(await download).equals(CONTENT)) faults.push("the download was cut");
    console.log(`ended after ${tookMs.toFixed(0)} ms; ${outcomes.length} requests`);
    return faults;
  } finally {
    await server.stop("SIGKILL");
    await removeFolder(folder);
  }
}

const faults: string[] = [];
for (let i = 0; i < ROUNDS; i++) faults.push(...(await round()));
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(faults.length === 0 ? "ok: nothing was cut" : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
