import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import type { ServerConfig } from "../config.ts";
import { explainFailedStart } from "../explain-failed-start.ts";
import type { RunningServer } from "../running-server.ts";
import { stderrLog } from "../stderr-log.ts";
import type { WorkerMessage } from "./messages.ts";
import { MetricsExchange } from "./metrics-exchange.ts";

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 30_000;
/** One that lived so long did not end because of how it was started. */
const STEADY_MS = 60_000;

/**
 * Runs this program in several processes that share its port. One that ends is started anew, after
 * a pause that grows while it keeps ending.
 *
 * @returns `undefined` when the first could not start, and has said why.
 * @throws ConfigError when the port can't be had.
 */
export async function superviseWorkers(config: ServerConfig): Promise<RunningServer | undefined> {
  const port = await findPort(config);
  // One port for all, those too that start anew.
  cluster.setupPrimary({ args: [...process.argv.slice(2), "--port", String(port)] });
  const supervisor = new Supervisor();
  // Alone: what keeps it from starting is said once.
  const url = await supervisor.startOne(1);
  if (url === undefined) return undefined;
  const others = Array.from({ length: config.workers - 1 }, (_, i) => supervisor.startOne(i + 2));
  await Promise.all(others);
  return { url, close: () => supervisor.close() };
}

/** A port that nobody else has: the workers would share it with another server's, too. */
async function findPort(config: ServerConfig): Promise<number> {
  const server = createServer().listen(config.port, config.host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw explainFailedStart(error, config);
  }
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** In a worker: tells the supervisor that it serves. */
export function tellServing(url: string): void {
  const message: WorkerMessage = { type: "mlflow-ts:serving", url };
  process.send?.(message);
}

class Supervisor {
  readonly #serving = new Set<Worker>();
  readonly #metrics = new MetricsExchange(this.#serving);
  readonly #log = pino({ level: "warn" }, stderrLog);
  #isEnding = false;

  /** Starts a worker and keeps its place taken; answers where it serves, unless it ended before. */
  async startOne(place: number): Promise<string | undefined> {
    const worker = this.#start();
    const serving = new Promise<string>((resolve) => {
      worker.on("message", (message: WorkerMessage) => {
        if (message.type === "mlflow-ts:serving") resolve(message.url);
      });
    });
    const ended = once(worker, "exit").then(() => undefined);
    // One that never served is not worth another try where it is the first.
    const url = await Promise.race([serving, ended]);
    if (url !== undefined || place > 1) void this.#keep(place, worker);
    return url;
  }

  /** Sees to it that there is a worker in this place until the server ends. */
  async #keep(place: number, first: Worker): Promise<void> {
    let worker = first;
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const began = performance.now();
      if (!worker.isDead()) await once(worker, "exit");
      if (this.#isEnding) return;
      if (performance.now() - began > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      const { pid, exitCode, signalCode } = worker.process;
      const about = { worker: place, workerPid: pid, exitCode, signalCode, pauseMs };
      this.#log.error(about, "a worker ended; another starts after the pause");
      await sleep(pauseMs);
      if (this.#isEnding) return;
      pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      worker = this.#start();
    }
  }

  /** Lets each finish its requests. */
  async close(): Promise<void> {
    this.#isEnding = true;
    const living = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(
      living.map(async (worker) => {
        const ended = once(worker, "exit");
        worker.process.kill("SIGTERM");
        await ended;
      }),
    );
  }

  #start(): Worker {
    const worker = cluster.fork();
    worker.on("message", (message: WorkerMessage) => {
      if (message.type === "mlflow-ts:serving") this.#serving.add(worker);
      else this.#metrics.hear(worker, message);
    });
    worker.on("exit", () => {
      this.#serving.delete(worker);
      this.#metrics.forget(worker);
    });
    worker.on("error", (error) => this.#log.error(error, "a worker could not be reached"));
    return worker;
  }
}
