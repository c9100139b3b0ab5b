/**
 * `npm run bench`: MLflow's own server and ours under the same load, with ratios.
 *
 *   --smoke        under a minute: everything works, no target is asserted
 *   --only <name>  only the workloads whose name contains this text
 *   --json <file>  writes the figures there as JSON
 *   --database <kind>  sqlite, or postgresql at TEST_POSTGRESQL_URI
 *   --scale [runs]  instead, the cost of each operation from 1,000 runs up to so many (100,000) and a
 *                   hundred times as many points, on both databases unless --database names one
 *   --limit <s>     with --scale: a request that takes longer has not finished (20)
 *   --ours          with --scale: without MLflow's server
 *
 * Exits 1 when a needed ratio or limit is missed.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { DATABASE_KINDS, databaseOf, dropDatabases, parseDatabaseKind } from "./databases.ts";
import { judge, type Figure } from "./figures.ts";
import { measureClients } from "./client/measure-client.ts";
import { startFloorServer } from "./floor.ts";
import { measureMemory, watchMemory, type Memory } from "./memory.ts";
import { median } from "./measure.ts";
import { formatNumber, formatTable } from "./report.ts";
import { runScale } from "./scale/run.ts";
import { untilQuiet } from "./quiet.ts";
import { seedDatabase } from "./seed.ts";
import { killServers, type RunningServer } from "./servers.ts";
import { startExisting, startFresh } from "./startup.ts";
import { runInWorker } from "./worker.ts";
import { WORKLOADS } from "./workloads/all.ts";
import type { Outcome, Workload } from "./workloads/workload.ts";

const { values: flags, positionals } = parseArgs({
  options: {
    smoke: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    json: { type: "string" },
    database: { type: "string" },
    scale: { type: "boolean", default: false },
    limit: { type: "string", default: "20" },
    ours: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const MAX_SETTLE_MS = 60_000;
const database = parseDatabaseKind(flags.database ?? "sqlite");
const plan = flags.smoke
  ? {
      mlflowStarts: 1,
      ourStarts: 2,
      rounds: 1,
      settleMs: 1000,
      span: { warmUpMs: 200, timedMs: 800 },
      clients: { ours: 20_000, pythonAsync: 300, pythonSync: 100 },
    }
  : {
      mlflowStarts: 3,
      ourStarts: 7,
      rounds: 2,
      settleMs: 10_000,
      span: { warmUpMs: 1000, timedMs: 4000 },
      clients: { ours: 1_000_000, pythonAsync: 20_000, pythonSync: 3000 },
    };

interface Both<T> {
  ours: T;
  mlflow: T;
}

async function main(): Promise<boolean> {
  const workloads = WORKLOADS.filter(({ name }) => name.includes(flags.only));
  const measuresClients = "client".includes(flags.only);
  if (workloads.length === 0 && !measuresClients) {
    const names = [...WORKLOADS.map(({ name }) => name), "client"].join(", ");
    throw new Error(`--only ${flags.only}: no workload has that in its name; there are ${names}`);
  }
  const cores = `${cpus().length} x ${cpus()[0]?.model ?? "unknown CPU"}`;
  console.log(
    `${cores}, Node ${process.version}, ${database}, load before: ${loadavg()[0]?.toFixed(2)}`,
  );
  // On the disk of the repository: a temporary folder in memory would make fsync free.
  const cache = resolve(import.meta.dirname, "../.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "bench-"));
  try {
    const generator = await measureGenerator();
    const { servers, figures } = await measureStarts(folder);
    await sleep(plan.settleMs);
    // MLflow's workers go on starting, for longer than that on a slow machine.
    if (!(await untilQuiet(MAX_SETTLE_MS))) console.log("the machine does not become quiet");
    const idle = forBoth(servers, ({ pid }) => measureMemory(pid));
    const watches = forBoth(servers, ({ pid }) => watchMemory(pid, 1000));
    for (const workload of workloads) figures.push(await measureWorkload(workload, servers));
    const loaded = forBoth(watches, (watch) => watch.stop());
    if (measuresClients) {
      progress("the clients");
      const { host, port } = servers.ours.target;
      figures.push(...(await measureClients(`http://${host}:${port}`, folder, plan.clients)));
    }
    figures.push(
      ...judgeMemory("idle", "idle", idle, 120),
      ...judgeMemory("load", "under load", loaded, 200),
    );
    await Promise.all([servers.ours.stop(), servers.mlflow.stop()]);
    report(figures, generator, { cores, processes: forBoth(loaded, ({ processes }) => processes) });
    return figures.every(({ passed }) => passed);
  } finally {
    killServers();
    await dropDatabases();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureGenerator(): Promise<number> {
  const floor = await startFloorServer();
  const job = { workload: "floor", target: floor.target, span: plan.span };
  const { timing } = await runInWorker(job);
  floor.stop();
  console.log(`the load generator alone: ${formatNumber(timing.perSecond)} requests/s\n`);
  return timing.perSecond;
}

async function measureStarts(
  folder: string,
): Promise<{ servers: Both<RunningServer>; figures: Figure[] }> {
  const folders = { ours: join(folder, "ours"), mlflow: join(folder, "mlflow") };
  progress(`starting both in fresh folders`);
  const mlflowFresh = await startFresh("mlflow", folders.mlflow, plan.mlflowStarts, database);
  const oursFresh = await startFresh("ours", folders.ours, plan.ourStarts, database);
  const places = forBoth(folders, (own) => join(own, "fresh-0"));
  for (const place of Object.values(places)) await seedDatabase(await databaseOf(place, database));
  progress(`starting both on an existing database`);
  // Ours first: MLflow's workers go on starting for seconds after its first answer.
  const ours = await startExisting("ours", places.ours, plan.ourStarts, database);
  const mlflow = await startExisting("mlflow", places.mlflow, plan.mlflowStarts, database);
  const figure = (name: string, title: string, our: number[], their: number[]): Figure =>
    judge({
      name,
      title: `start to first answer, ${title}`,
      unit: "ms",
      ours: median(our),
      mlflow: median(their),
      need: { kind: "limit", below: 500 },
    });
  return {
    servers: { ours: ours.server, mlflow: mlflow.server },
    figures: [
      figure("start-fresh", "fresh folder", oursFresh, mlflowFresh),
      figure("start-existing", "existing database", ours.times, mlflow.times),
    ],
  };
}

/** One after the other, and in turns: a machine that gets slower meanwhile is so for both. */
async function measureWorkload(workload: Workload, servers: Both<RunningServer>): Promise<Figure> {
  const outcomes: Both<Outcome[]> = { ours: [], mlflow: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const name of ["ours", "mlflow"] as const) {
      progress(`${workload.title}: ${name}`);
      const { target } = servers[name];
      outcomes[name].push(await runInWorker({ workload: workload.name, target, span: plan.span }));
    }
  }
  const digests = new Set([...outcomes.ours, ...outcomes.mlflow].map(({ digest }) => digest));
  if (digests.size > 1) throw new Error(`${workload.title}: the servers answered differently`);
  const value = ({ timing }: Outcome): number =>
    workload.figure === "rate" ? timing.perSecond : timing.p50Ms;
  const { atLeast, aim } = workload.needs[database];
  const figure = judge({
    name: workload.name,
    title: workload.title,
    unit: workload.unit,
    ...forBoth(outcomes, (list) => median(list.map(value))),
    need:
      atLeast === undefined
        ? { kind: "none" }
        : { kind: "ratio", atLeast, ...(aim !== undefined && { aim }) },
    p99Ms: forBoth(outcomes, (list) => median(list.map(({ timing }) => timing.p99Ms))),
    verified: outcomes.ours[0]?.verified ?? "",
  });
  progress("");
  console.log(
    `${figure.title}: ${formatNumber(figure.ratio)}x (${formatNumber(figure.ours)} against ${formatNumber(figure.mlflow)} ${figure.unit}); ${figure.verified ?? ""}`,
  );
  return figure;
}

function judgeMemory(name: string, when: string, memory: Both<Memory>, below: number): Figure[] {
  const figure = (suffix: string, kind: string, pick: (memory: Memory) => number): Figure =>
    judge({
      name: `memory-${name}${suffix}`,
      title: `memory ${when}, ${kind}`,
      unit: "MB",
      ...forBoth(memory, pick),
      need: suffix === "" ? { kind: "limit", below } : { kind: "none" },
    });
  return [
    figure("", "resident", ({ rssMb }) => rssMb),
    figure("-pss", "shared pages counted once", ({ pssMb }) => pssMb),
  ];
}

function report(
  figures: Figure[],
  generator: number,
  machine: { cores: string; processes: Both<number> },
): void {
  console.log(`\n${formatTable(figures)}\n`);
  const { processes } = machine;
  console.log(`processes under load: MLflow ${processes.mlflow}, mlflow-ts ${processes.ours}`);
  if (flags.smoke) console.log("--smoke: too short to judge by; no target is asserted");
  if (flags.json !== undefined) {
    const date = new Date().toISOString();
    const result = { date, node: process.version, database, ...machine, generator, figures };
    writeFileSync(flags.json, `${JSON.stringify(result, null, 2)}\n`);
  }
}

function forBoth<T, R>(both: Both<T>, map: (value: T) => R): Both<R> {
  return { ours: map(both.ours), mlflow: map(both.mlflow) };
}

/** A line that the next one replaces, on a terminal only. */
function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001B[K${text}`);
}

async function measureAtScale(): Promise<boolean> {
  const plan = {
    maxRuns: Number(positionals[0] ?? "100000"),
    limitMs: Number(flags.limit) * 1000,
    databases: flags.database === undefined ? DATABASE_KINDS : [database],
    servers: flags.ours ? (["ours"] as const) : (["ours", "mlflow"] as const),
  };
  await runScale(plan, flags.json);
  return true;
}

process.once("SIGINT", () => {
  killServers();
  void dropDatabases().finally(() => process.exit(130));
});
const passed = flags.scale ? await measureAtScale() : await main();
process.exitCode = passed || flags.smoke ? 0 : 1;
