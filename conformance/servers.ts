import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { dropDatabase, haveDatabase, IS_NETWORKED, withDriver } from "./networked-database.ts";

const REPOSITORY = resolve(import.meta.dirname, "..");

/** The Node that the repository pins; the one that runs this file may be another. */
export const NODE = join(REPOSITORY, "node_modules/.bin/node");

/** The Python that has MLflow 3.17.2. */
export const PYTHON3 = process.env["MLFLOW_PYTHON"] ?? join(REPOSITORY, ".cache/venv3/bin/python");

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 15_000;

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  readonly databaseUri: string;
  /** What it says. */
  readonly logFile: string;
  /** From the start of the process to its first answer. */
  readonly startMs: number;
  /** Ends the process, by default as an operator does, with SIGTERM; answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ServerOptions {
  /** Holds the database and the artifacts, and is kept: whoever made it removes it. */
  readonly folder: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The command that starts our server: `MLFLOW_TS_COMMAND`, or the one that the build made. */
function ourCommand(): string[] {
  const given = process.env["MLFLOW_TS_COMMAND"];
  if (given !== undefined && given !== "") return given.split(" ");
  return [NODE, join(REPOSITORY, "packages/cli/bin/mlflow.js"), "server"];
}

/** Starts our server on a database of its own in `folder`. */
export function startOurs(options: ServerOptions): Promise<Server> {
  return start(ourCommand(), options);
}

/** Starts MLflow's own server with one worker, as `mlflow server` would. */
export function startMlflow(options: ServerOptions): Promise<Server> {
  return start([PYTHON3, "-m", "mlflow", "server", "--workers", "1"], options, true);
}

/** Starts our server with flags that say where it keeps what. */
export function startServer(
  options: ServerOptions & { readonly flags: readonly string[] },
): Promise<Server> {
  return run([...ourCommand(), ...options.flags], options, "");
}

/** A new private folder; give it to {@link removeFolder} in the end. */
export function makeFolder(name: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `mlflow-ts-${name}-`));
}

export async function removeFolder(folder: string): Promise<void> {
  if (IS_NETWORKED) await dropDatabase(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A port that nothing listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  // An address of a TCP server is an object, never the path of a pipe.
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function start(command: string[], options: ServerOptions, isMlflow = false): Promise<Server> {
  const { folder } = options;
  const databaseUri = IS_NETWORKED
    ? await haveDatabase(folder)
    : `sqlite:///${join(folder, "mlflow.db")}`;
  const storage = [
    `--backend-store-uri=${isMlflow ? withDriver(databaseUri) : databaseUri}`,
    `--artifacts-destination=${join(folder, "mlartifacts")}`,
  ];
  return run([...command, ...storage], options, databaseUri);
}

async function run(
  command: string[],
  options: ServerOptions,
  databaseUri: string,
): Promise<Server> {
  const { folder } = options;
  const port = options.port ?? (await findFreePort());
  const [program = "", ...args] = command;
  const logFile = join(folder, `server-${port}.log`);
  const log = await open(logFile, "a");
  const began = performance.now();
  const child = spawn(program, [...args, "--host=127.0.0.1", `--port=${port}`], {
    cwd: folder,
    // A group of its own, so that MLflow's workers end with their parent.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: {
      ...process.env,
      MLFLOW_DISABLE_TELEMETRY: "true",
      DO_NOT_TRACK: "1",
      ...options.env,
    },
  });
  const failure = watchForFailure(child);
  const exited = new Promise<void>((done) => child.once("exit", () => done()));
  await log.close();
  const url = `http://127.0.0.1:${port}`;
  try {
    await waitForAnswer(`${url}/health`, failure);
  } catch (error) {
    await end(child, exited, "SIGKILL");
    const output = await readFile(logFile, "utf8");
    throw new Error(`${command.join(" ")} did not start.\n${output.slice(-2000)}`, {
      cause: error,
    });
  }
  const startMs = performance.now() - began;
  const { pid } = child;
  if (pid === undefined) throw new Error("a server that answers has a process");
  return {
    url,
    pid,
    folder,
    databaseUri,
    logFile,
    startMs,
    stop: (signal = "SIGTERM") => end(child, exited, signal),
  };
}

/** Answers what ended the process, once something has. */
function watchForFailure(child: ChildProcess): () => Error | undefined {
  let failure: Error | undefined;
  child.once("error", (error) => (failure = error));
  child.once("exit", (code, signal) => {
    failure ??= new Error(`it ended with ${signal ?? `exit code ${code}`}`);
  });
  return () => failure;
}

async function waitForAnswer(url: string, failure: () => Error | undefined): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const reason = failure();
    if (reason) throw reason;
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(5);
  }
  throw new Error(`no answer from ${url} within ${START_TIMEOUT_MS} ms`);
}

async function end(
  child: ChildProcess,
  exited: Promise<void>,
  signal: NodeJS.Signals,
): Promise<number | null> {
  // It never started.
  if (child.pid === undefined) return null;
  if (child.exitCode === null && child.signalCode === null) {
    // MLflow's parent does not always pass a signal on, so its whole group gets it.
    process.kill(-child.pid, signal);
    await Promise.race([exited, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
  }
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // Nothing of the group is left, which is what was wanted.
  }
  await exited;
  return child.exitCode;
}
