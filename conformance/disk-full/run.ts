/**
 * Lets the disk run full below a working server, and then lets its writes fail: clients are told
 * so, nothing is lost or left in part, and when it is over the server works on without a restart.
 *
 * Run it as `unshare --map-root-user --mount`: it mounts a small file system of its own.
 */
import { execFile } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { ask, askJson, createRun } from "../call.ts";
import { findFault } from "../fuzz/judge.ts";
import { makeFolder, removeFolder, startOurs, type Server } from "../servers.ts";

const run = promisify(execFile);

const DISK_BYTES = 64 * 1024 * 1024;
/** More writes than fit into what the database has reserved before it needs more of the disk. */
const MAX_WRITES = 5000;
const FILE = Buffer.alloc(4_000_000, "content of a file\n");
const ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/disk";

/** One trouble with the disk, from its begin to its end. */
interface Trouble {
  readonly name: string;
  begin(server: Server): Promise<void>;
  end(server: Server): Promise<void>;
}

const filler = (server: Server) => join(server.folder, "filler");

const FULL_DISK: Trouble = {
  name: "a full disk",
  async begin(server) {
    const file = await open(filler(server), "w");
    try {
      for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
        await writeUntilFull(() => file.write(Buffer.alloc(size)));
      }
    } finally {
      await file.close();
    }
  },
  end: (server) => rm(filler(server)),
};

async function writeUntilFull(write: () => Promise<unknown>): Promise<void> {
  try {
    for (;;) await write();
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

const setFileLimit = (server: Server, limit: string) =>
  run("prlimit", [`--pid=${server.pid}`, `--fsize=${limit}:unlimited`]);

const FAILING_WRITES: Trouble = {
  name: "writes that fail",
  async begin(server) {
    await setFileLimit(server, "1000");
  },
  async end(server) {
    await setFileLimit(server, "unlimited");
  },
};

const faults: string[] = [];
const check = (isTrue: boolean, fault: string) => {
  if (!isTrue) faults.push(fault);
};

let step = 0;
const acknowledged = new Set<number>();

/** Logs a metric; answers the status. */
async function logMetric({ url }: Server, runId: string): Promise<number> {
  step++;
  const status = await send(url, "/api/2.0/mlflow/runs/log-metric", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ run_id: runId, key: "loss", value: step, timestamp: 1, step }),
  });
  if (status === 200) acknowledged.add(step);
  return status;
}

const upload = ({ url }: Server, name: string, content: Buffer<ArrayBuffer>) =>
  send(url, `${ARTIFACTS}/${name}`, { method: "PUT", body: content });

/** Sends a request, whose answer may say that the server is unavailable but not more than that. */
async function send(url: string, path: string, init: RequestInit): Promise<number> {
  const { status, headers, body } = await ask(url, path, init);
  if (status === 200) return status;
  // Judged as any refusal is: here a failure is what is expected.
  const fault = findFault({ status: 400, headers, body }, "/tmp/");
  if (fault !== undefined) faults.push(`an answer ${fault}: ${body.toString()}`);
  check(body.includes("TEMPORARILY_UNAVAILABLE"), `an answer is ${body.toString()}`);
  return status;
}

async function readSteps({ url }: Server, runId: string): Promise<number[]> {
  const query = `run_id=${runId}&metric_key=loss&max_results=25000`;
  const { metrics = [] } = await askJson<{ metrics?: { step: number }[] }>(
    url,
    `/api/2.0/mlflow/metrics/get-history?${query}`,
  );
  return metrics.map((metric) => metric.step);
}

async function listFiles({ url }: Server): Promise<string[]> {
  const path = "/api/2.0/mlflow-artifacts/artifacts?path=disk";
  const { files = [] } = await askJson<{ files?: { path: string }[] }>(url, path);
  return files.map((file) => file.path);
}

async function endure(server: Server, runId: string, trouble: Trouble): Promise<void> {
  const { name } = trouble;
  check((await upload(server, "old.bin", FILE)) === 200, `before ${name}, an upload was refused`);
  const filesBefore = await listFiles(server);
  await trouble.begin(server);
  let writes = 0;
  let status = 200;
  while (status === 200 && writes++ < MAX_WRITES) status = await logMetric(server, runId);
  check(status === 503, `with ${name}, a metric got ${status}`);
  for (const file of ["old.bin", "new.bin"]) {
    const uploaded = await upload(server, file, Buffer.alloc(FILE.length, file));
    check(uploaded === 503, `with ${name}, the upload of ${file} got ${uploaded}`);
  }
  const { body } = await ask(server.url, `${ARTIFACTS}/old.bin`);
  check(body.equals(FILE), `with ${name}, the old file is no longer what it was`);
  check(
    (await listFiles(server)).join() === filesBefore.join(),
    `with ${name}, a part of a file was left`,
  );
  check((await readSteps(server, runId)).length === acknowledged.size, `with ${name}, reads fail`);
  await trouble.end(server);
  check((await logMetric(server, runId)) === 200, `after ${name}, a metric was refused`);
  check((await upload(server, "old.bin", FILE)) === 200, `after ${name}, an upload was refused`);
  console.log(`${name}: told after ${writes} writes, over without a restart`);
}

async function main(folder: string): Promise<void> {
  let server = await startOurs({ folder });
  const runId = await createRun(server.url, "disk");
  for (const trouble of [FULL_DISK, FAILING_WRITES]) await endure(server, runId, trouble);
  check((await server.stop()) === 0, "the server did not end by itself");
  server = await startOurs({ folder });
  const steps = await readSteps(server, runId);
  check(new Set(steps).size === steps.length, "a metric is there twice");
  check(
    steps.length === acknowledged.size && steps.every((found) => acknowledged.has(found)),
    `${acknowledged.size} metrics were acknowledged, ${steps.length} are there`,
  );
  await server.stop();
  const database = new DatabaseSync(join(folder, "mlflow.db"), { readOnly: true });
  const integrity = database.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
  database.close();
  check(integrity === "ok", `the database is damaged: ${String(integrity)}`);
}

const folder = await makeFolder("disk");
await run("mount", ["-t", "tmpfs", "-o", `size=${DISK_BYTES}`, "tmpfs", folder]);
try {
  await main(folder);
} finally {
  await run("umount", ["--lazy", folder]);
  await removeFolder(folder);
}
for (const fault of faults) console.error(`FAULT ${fault}`);
console.log(faults.length === 0 ? "ok: nothing lost, nothing in part" : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
