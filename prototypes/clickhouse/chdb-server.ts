import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** The Python that has chdb, of the version in conformance/python/chdb.txt. */
const CHDB_PYTHON = process.env["CHDB_PYTHON"] ?? "python3";

export interface ChdbServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the engine on a folder, behind ClickHouse's HTTP interface. */
export async function startChdb(folder: string): Promise<ChdbServer> {
  const program = join(import.meta.dirname, "serve_chdb.py");
  const child = spawn(CHDB_PYTHON, [program, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const [url] = await Promise.race([
    once(createInterface(child.stdout), "line") as Promise<[string]>,
    exited.then((): never => {
      throw new Error(`${CHDB_PYTHON} ${program} ended; does this Python have chdb? (CHDB_PYTHON)`);
    }),
  ]);
  return {
    url,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
