import { execFile } from "node:child_process";
import { chown, mkdir } from "node:fs/promises";
import { existsSync, readdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findFreePort } from "../servers.ts";

const execute = promisify(execFile);
const DEBIAN = "/usr/lib/postgresql";

/** A server of PostgreSQL's own that can be stopped and started. */
export interface Postgres {
  readonly uri: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A primary and a replica that follows it, both in `folder`, both running. */
export async function startPair(folder: string): Promise<{ primary: Postgres; replica: Postgres }> {
  const own = join(folder, "postgresql");
  await mkdir(own);
  const user = await ownFolder(own);
  const data = join(own, "primary");
  await run(user, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8");
  const primary = await serve(user, own, data);
  try {
    const copy = join(own, "replica");
    // Writes into the copy where it follows the primary.
    await run(user, "pg_basebackup", "-d", primary.uri, "-D", copy, "-R", "-c", "fast");
    return { primary, replica: await serve(user, own, copy) };
  } catch (error) {
    await primary.stop();
    throw error;
  }
}

/** PostgreSQL refuses to run as root. */
async function ownFolder(folder: string): Promise<string | undefined> {
  if (userInfo().uid !== 0) return undefined;
  const id = async (flag: string) => Number((await execute("id", [flag, "postgres"])).stdout);
  await chown(folder, await id("-u"), await id("-g"));
  await execute("chmod", ["o+x", join(folder, "..")]);
  return "postgres";
}

async function serve(user: string | undefined, folder: string, data: string): Promise<Postgres> {
  const port = await findFreePort();
  const flags = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const control = (...args: string[]) =>
    run(user, "pg_ctl", "-D", data, "-l", `${data}.log`, "-w", ...args);
  const start = () => control("-o", flags, "start");
  await start();
  return {
    uri: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop: () => control("-m", "immediate", "stop"),
  };
}

async function run(user: string | undefined, program: string, ...args: string[]): Promise<void> {
  const path = join(findPrograms(), program);
  const command =
    user === undefined ? [path, ...args] : ["runuser", "-u", user, "--", path, ...args];
  const [first = "", ...rest] = command;
  // A server that is started keeps what it was given to write to, which would be waited for.
  await execute("sh", ["-c", '"$0" "$@" >/dev/null 2>&1', first, ...rest], { cwd: "/" });
}

function findPrograms(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const folders = versions.map((version) => join(DEBIAN, version, "bin"));
  const paths = [...(process.env["PATH"] ?? "").split(":"), ...folders];
  const found = paths.find((folder) =>
    ["initdb", "pg_ctl", "pg_basebackup"].every((program) => existsSync(join(folder, program))),
  );
  if (found === undefined) throw new Error("PostgreSQL's server is not installed");
  return found;
}
