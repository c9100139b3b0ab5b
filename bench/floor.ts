/**
 * What the generator itself reaches: against a server on bare sockets that answers 200 and `{}`
 * without looking. A figure near this one would be the generator's, not the server's.
 */
import { fork, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { encodeRequest, type Target } from "./load.ts";
import { expectOk, keepBusy, type Span } from "./measure.ts";
import { findFreePort } from "./servers.ts";
import type { Outcome } from "./workloads/workload.ts";

const CONNECTIONS = 16;
const ANSWER = Buffer.from(
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
);

/** The same requests as log-metric sends, on 16 connections. */
export async function measureFloor(target: Target, span: Span): Promise<Outcome> {
  const runId = "0".repeat(32);
  const timing = await keepBusy(target, CONNECTIONS, span, 1, async (connection, _lane, round) => {
    const body = `{"run_id":"${runId}","key":"loss","value":${1 / (round + 1)},"timestamp":${1_760_000_000_000 + round},"step":${round}}`;
    expectOk(await connection.send(encodeRequest(target, "POST", "/floor", body)));
  });
  return { timing, verified: "every answer was counted" };
}

export async function startFloorServer(): Promise<{ target: Target; stop(): void }> {
  const target: Target = { host: "127.0.0.1", port: await findFreePort() };
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), [`${target.port}`]);
  await new Promise((ready) => child.once("message", ready));
  return { target, stop: () => void child.kill() };
}

if (import.meta.main) {
  // Each request of the generator fits one segment, so a chunk is a request.
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("data", () => socket.write(ANSWER));
    socket.on("error", () => socket.destroy());
  });
  server.listen(Number(process.argv[2]), "127.0.0.1", () => process.send?.("ready"));
}
