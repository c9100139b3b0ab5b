/** Loads databases of growing size and measures what each operation takes on them, on both servers. */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type DatabaseKind, databaseOf, dropDatabases } from "../databases.ts";
import { Connection, type Answer, type Target } from "../load.ts";
import { expectOk, median } from "../measure.ts";
import { listProcessTree, measureMemory } from "../memory.ts";
import { type RunningServer, type ServerName, startServer } from "../servers.ts";
import { untilQuiet } from "../quiet.ts";
import { runInWorker } from "../worker.ts";
import { type Operation, OPERATIONS } from "./operations.ts";
import { seedScale } from "./seed.ts";
import { readCpuMs } from "./cpu-time.ts";

export interface ScalePlan {
  /** At most so many runs, and a hundred times as many points. */
  readonly maxRuns: number;
  /** A request that takes longer has not finished. */
  readonly limitMs: number;
  readonly databases: readonly DatabaseKind[];
  readonly servers: readonly ServerName[];
}

export interface ScaleFigure {
  readonly database: DatabaseKind;
  readonly server: ServerName;
  readonly operation: string;
  readonly size: number;
  /** The first time, and the median of those after it; neither when it did not finish. */
  readonly firstMs?: number;
  readonly ms?: number;
  /** The processor's time of the server's processes for one request; without PostgreSQL's. */
  readonly cpuMs?: number;
  readonly bytes?: number;
  /** Resident memory of the server's processes, highest so far. */
  readonly rssMb: number;
}

const SIZES = [1000, 10_000, 100_000];
const POINTS_OF_RUN = 100;
const REPEATS = 5;
/** How long searches go on beside writes. */
const BESIDE_MS = 5000;
const SETTLE_MS = 2000;
const MAX_SETTLE_MS = 60_000;

export function listSizes(maxRuns: number): number[] {
  return SIZES.filter((size) => size <= maxRuns);
}

export async function measureScale(folder: string, plan: ScalePlan): Promise<ScaleFigure[]> {
  const figures: ScaleFigure[] = [];
  for (const database of plan.databases) {
    for (const runs of listSizes(plan.maxRuns)) {
      const place = join(folder, `${database}-${runs}`);
      mkdirSync(place, { recursive: true });
      await prepare(place, database, runs);
      for (const server of plan.servers) {
        const running = await startServer(server, place, database);
        // MLflow goes on loading, and our server makes its indexes for searches.
        await sleep(SETTLE_MS);
        await untilQuiet(MAX_SETTLE_MS);
        try {
          figures.push(...(await measureServer(running, database, runs, plan.limitMs)));
        } finally {
          await running.stop();
        }
      }
      await dropDatabases();
      rmSync(place, { recursive: true, force: true });
    }
  }
  return figures;
}

async function prepare(place: string, database: DatabaseKind, runs: number): Promise<void> {
  const began = performance.now();
  await (await startServer("ours", place, database)).stop();
  await seedScale(await databaseOf(place, database), { runs, points: [runs * POINTS_OF_RUN] });
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(
    `${database}: ${runs} runs and ${runs * POINTS_OF_RUN} points written in ${seconds} s`,
  );
}

async function measureServer(
  server: RunningServer,
  database: DatabaseKind,
  runs: number,
  limitMs: number,
): Promise<ScaleFigure[]> {
  const figures: ScaleFigure[] = [];
  let rssMb = 0;
  const note = (operation: string, size: number, taken: Partial<ScaleFigure>): void => {
    rssMb = Math.max(rssMb, measureMemory(server.pid).rssMb);
    const figure = { database, server: server.name, operation, size, ...taken, rssMb };
    figures.push(figure);
    const shown = figure.ms === undefined ? `over ${limitMs}` : figure.ms.toFixed(1);
    console.log(
      `${database} ${server.name} ${operation} ${size}: ${shown} ms, ${rssMb.toFixed(0)} MB`,
    );
  };
  for (const operation of OPERATIONS) {
    const size = operation.grows === "runs" ? runs : runs * POINTS_OF_RUN;
    const request = operation.request(server.target, server.name, size);
    if (request === undefined) continue;
    note(operation.name, size, await measureRequest(server, request, limitMs));
  }
  note("log-metric", runs, await measureWrites(server.target));
  note("log-metric-beside-search", runs, await measureWritesBesideSearch(server, runs, limitMs));
  return figures;
}

async function measureRequest(
  { target, pid }: RunningServer,
  request: Buffer,
  limitMs: number,
): Promise<Partial<ScaleFigure>> {
  const connection = await Connection.open(target);
  try {
    const times: number[] = [];
    const began = performance.now();
    const cpuBefore = readCpuMs(listProcessTree(pid));
    let bytes = 0;
    // Once at least, and not for longer than one request may take.
    while (times.length <= REPEATS && performance.now() - began < limitMs) {
      const from = performance.now();
      const answer = await within(limitMs, connection.send(request));
      if (answer === undefined) return {};
      times.push(performance.now() - from);
      bytes = expectOk(answer).body.length;
    }
    const cpuMs = (readCpuMs(listProcessTree(pid)) - cpuBefore) / times.length;
    const [firstMs = NaN, ...later] = times;
    return { firstMs, ms: later.length > 0 ? median(later) : firstMs, cpuMs, bytes };
  } finally {
    connection.close();
  }
}

async function within(limitMs: number, answer: Promise<Answer>): Promise<Answer | undefined> {
  // A late failure of a request that nobody waits for any more.
  answer.catch(() => {});
  return Promise.race([answer, sleep(limitMs, undefined, { ref: false })]);
}

/** The 99th percentile of a `log-metric` over one connection. */
async function measureWrites(target: Target): Promise<Partial<ScaleFigure>> {
  const span = { warmUpMs: 500, timedMs: BESIDE_MS };
  const { timing } = await runInWorker({ workload: "log-metric-1", target, span });
  return { ms: timing.p99Ms };
}

async function measureWritesBesideSearch(
  server: RunningServer,
  runs: number,
  limitMs: number,
): Promise<Partial<ScaleFigure>> {
  const search: Operation | undefined = OPERATIONS.find(({ name }) => name === "search");
  const request = search?.request(server.target, server.name, runs);
  if (request === undefined) throw new Error("both servers search");
  const connection = await Connection.open(server.target);
  const end = new AbortController();
  const searching = (async () => {
    while (!end.signal.aborted) {
      const answer = await within(limitMs, connection.send(request));
      if (answer === undefined) return;
      expectOk(answer);
    }
  })();
  try {
    return await measureWrites(server.target);
  } finally {
    end.abort();
    await searching;
    connection.close();
  }
}
