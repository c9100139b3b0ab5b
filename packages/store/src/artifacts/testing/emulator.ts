import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const START_TIMEOUT_MS = 60_000;

/** A program that imitates a cloud on this machine. */
export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program that listens on the port that its arguments name, and waits until it answers. */
export async function startEmulator(
  program: string,
  argumentsFor: (port: string) => readonly string[],
): Promise<Emulator> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(program, argumentsFor(String(port)), { stdio: "ignore" });
  await waitForAnswer(url, server);
  return {
    url,
    async stop() {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function waitForAnswer(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    if (await fetch(url).catch(() => undefined)) return;
    await sleep(100);
  }
  server.kill();
  throw new Error(`it did not start, is it installed?: ${server.spawnargs.join(" ")}`);
}
