/** Start to first answer: on a fresh folder, and on an existing database. */
import { join } from "node:path";
import type { DatabaseKind } from "./databases.ts";
import { startServer, type RunningServer, type ServerName } from "./servers.ts";

/** Milliseconds of `starts` starts, each in a folder of its own: `fresh-0`, `fresh-1`, … */
export async function startFresh(
  name: ServerName,
  folder: string,
  starts: number,
  kind: DatabaseKind,
): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < starts; count += 1) {
    const server = await startServer(name, join(folder, `fresh-${count}`), kind);
    times.push(server.startMs);
    await server.stop();
  }
  return times;
}

/** The same in `folder`, which has a database; the last server is left running for the workloads. */
export async function startExisting(
  name: ServerName,
  folder: string,
  starts: number,
  kind: DatabaseKind,
): Promise<{ times: number[]; server: RunningServer }> {
  const times: number[] = [];
  for (;;) {
    const server = await startServer(name, folder, kind);
    times.push(server.startMs);
    if (times.length >= starts) return { times, server };
    await server.stop();
  }
}
