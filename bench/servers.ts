/** Starts and stops the two servers exactly as a user starts them. */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { API } from "./api.ts";
import { type DatabaseKind, databaseOf, forMlflow } from "./databases.ts";
import { Connection, encodeRequest, type Target } from "./load.ts";
import { listProcessTree } from "./memory.ts";

export type ServerName = "mlflow" | "ours";

export interface RunningServer {
  name: ServerName;
  target: Target;
  pid: number;
  /** Milliseconds from the start of its process to its first answer of a real request. */
  startMs: number;
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, "..");
const HOST = "127.0.0.1";
const START_LIMIT_MS = 300_000;
const running = new Set<ChildProcess>();

/** Starts a server in `folder`, on the database of it or a given one, and waits for its first answer. */
export async function startServer(
  name: ServerName,
  folder: string,
  database: DatabaseKind | { readonly uri: string } = "sqlite",
): Promise<RunningServer> {
  mkdirSync(folder, { recursive: true });
  const target: Target = { host: HOST, port: await findFreePort() };
  const logPath = join(folder, "server.log");
  const log = openSync(logPath, "a");
  const [command, first] = commandOf(name);
  const uri = typeof database === "string" ? await databaseOf(folder, database) : database.uri;
  const store = name === "mlflow" ? forMlflow(uri) : uri;
  const flags = ["--host", HOST, "--port", `${target.port}`, "--backend-store-uri", store];
  const from = performance.now();
  const child = spawn(command, [first, "server", ...flags], {
    cwd: folder,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "1" },
    stdio: ["ignore", log, log],
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name}: ${command} could not be started`);
  await waitForAnswer(child, target, logPath);
  const startMs = performance.now() - from;
  return { name, target, pid, startMs, stop: () => stopServer(child, pid) };
}

/** Ends whatever is still running; for the way out after a failure. */
export function killServers(): void {
  for (const child of running) {
    if (child.pid !== undefined) killTree(child.pid);
  }
}

function commandOf(name: ServerName): [string, string] {
  if (name === "ours") {
    const entry = join(ROOT, "packages/cli/bin/mlflow.js");
    return [join(ROOT, "node_modules/.bin/node"), entry];
  }
  const python = resolve(process.env["MLFLOW_PYTHON"] ?? join(ROOT, ".cache/venv3/bin/python"));
  const mlflow = join(dirname(python), "mlflow");
  if (!existsSync(mlflow)) {
    throw new Error(
      `MLflow is not at ${mlflow}: set MLFLOW_PYTHON to the python of an environment with mlflow 3.17.2, or run .ci/run once, which makes .cache/venv3`,
    );
  }
  return [python, mlflow];
}

async function waitForAnswer(child: ChildProcess, target: Target, log: string): Promise<void> {
  const request = encodeRequest(target, "POST", `${API}/experiments/search`, { max_results: 1 });
  const until = performance.now() + START_LIMIT_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    try {
      const connection = await Connection.open(target);
      const answer = await connection.send(request);
      connection.close();
      if (answer.status === 200) return;
    } catch {
      // Not listening yet: the very thing that is being waited for.
    }
    await sleep(5);
  }
  throw new Error(
    `the server did not answer; the end of ${log}:\n${readFileSync(log, "utf8").slice(-2000)}`,
  );
}

async function stopServer(child: ChildProcess, pid: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const tree = listProcessTree(pid);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  await Promise.race([ended, sleep(10_000)]);
  // MLflow's job runners outlive its first process; nothing of a run may disturb the next one.
  for (const member of tree) killQuietly(member);
  await ended;
}

function killTree(pid: number): void {
  for (const member of listProcessTree(pid)) killQuietly(member);
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** A port that was free a moment ago. */
export function findFreePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
