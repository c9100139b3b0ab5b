import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import * as mlflow from "mlflow-ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeFolder, NODE, removeFolder, type Server, startOurs } from "../servers.ts";

/** A training of its own, with the package as it is installed, not from its sources. */
const TRAINING = join(import.meta.dirname, "training.mjs");
const RESUMED = join(import.meta.dirname, "resumed-training.mjs");

let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await makeFolder("outage");
  server = await startOurs({ folder });
  ({ url } = server);
});
afterAll(async () => {
  await server.stop();
  await removeFolder(folder);
});

const restart = async (): Promise<void> => {
  server = await startOurs({ folder, port: Number(new URL(url).port) });
};
const listSpool = () => readdir(join(folder, "mlflow-spool")).catch(() => []);

interface Training {
  readonly process: ChildProcess;
  readonly runId: string;
  /** The lines it printed to stderr. */
  readonly warnings: string[];
  readonly exit: Promise<unknown>;
}

async function startTraining(
  args: Readonly<Record<string, string>>,
  program = TRAINING,
): Promise<Training> {
  const process_ = spawn(NODE, [program], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: "", MLFLOW_TRACKING_URI: url, ...args },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(process_, "exit").then(([code, signal]: unknown[]) => code ?? signal);
  const warnings: string[] = [];
  createInterface(process_.stderr).on("line", (line) => warnings.push(line));
  const [runId] = (await once(createInterface(process_.stdout), "line")) as [string];
  return { process: process_, runId, warnings, exit };
}

async function readSteps(runId: string): Promise<number[]> {
  mlflow.setTrackingUri(url);
  const history = await mlflow.getMetricHistory(runId, "loss");
  return history.map(({ step }) => Number(step)).toSorted((a, b) => a - b);
}

const steps = (count: number) => Array.from({ length: count }, (_, step) => step);

test("a training goes on while the server is away, twice, and every point is there once", async () => {
  const training = await startTraining({ POINTS: "3000", PER_SECOND: "500" });
  for (let outage = 0; outage < 2; outage += 1) {
    await sleep(700);
    await server.stop("SIGKILL");
    await sleep(1500);
    await restart();
  }
  expect(await training.exit).toBe(0);
  await expect.poll(() => readSteps(training.runId), { timeout: 30_000 }).toEqual(steps(3000));
  expect((await mlflow.getRun(training.runId)).info.status).toBe("FINISHED");
  expect(await listSpool()).toEqual([]);
  // One line for each outage and one for its end, however many requests failed.
  const about = (text: string) => training.warnings.filter((line) => line.includes(text)).length;
  expect(about("is kept in")).toBeLessThanOrEqual(2);
  expect(about("is kept in")).toBeGreaterThanOrEqual(1);
});

test("a training that ends while the server is away is sent by the next one", async () => {
  const training = await startTraining({ POINTS: "500", PER_SECOND: "500", PAUSE_MS: "500" });
  await sleep(200);
  await server.stop("SIGKILL");
  expect(await training.exit).toBe(0);
  expect(await listSpool()).toHaveLength(1);
  await restart();
  const next = await startTraining({ POINTS: "1", PER_SECOND: "1", PAUSE_MS: "500" });
  expect(await next.exit).toBe(0);
  await expect.poll(() => readSteps(training.runId), { timeout: 30_000 }).toEqual(steps(500));
  expect((await mlflow.getRun(training.runId)).info.status).toBe("FINISHED");
  expect(await listSpool()).toEqual([]);
});

test.each(["SIGTERM", "SIGINT"] as const)("a training ended by %s is KILLED", async (signal) => {
  const training = await startTraining({ POINTS: "100000", PER_SECOND: "500" });
  await sleep(500);
  training.process.kill(signal);
  expect(await training.exit).toBe(signal === "SIGTERM" ? 143 : 130);
  mlflow.setTrackingUri(url);
  const { info } = await mlflow.getRun(training.runId);
  expect(info.status).toBe("KILLED");
  expect((await readSteps(training.runId)).length).toBeGreaterThan(50);
});

test("a program that ends by itself without ending its run has sent everything", async () => {
  const training = await startTraining({ POINTS: "1500", PER_SECOND: "100000", LEAVE_OPEN: "1" });
  expect(await training.exit).toBe(0);
  expect(await readSteps(training.runId)).toEqual(steps(1500));
});

test("of a training at 1,000 points a second, every point is there exactly once: the server was killed twice and the training too", async () => {
  const start = () => startTraining({ POINTS: "8000" }, RESUMED);
  const killed = await start();
  await sleep(1000);
  await server.stop("SIGKILL");
  await sleep(1200);
  await restart();
  await sleep(800);
  await server.stop("SIGKILL");
  await sleep(500);
  killed.process.kill("SIGKILL");
  expect(await killed.exit).toBe("SIGKILL");
  const resumed = await start();
  expect(resumed.runId).toBe(killed.runId);
  await sleep(1000);
  await restart();
  expect(await resumed.exit).toBe(0);
  await expect.poll(() => readSteps(killed.runId), { timeout: 60_000 }).toEqual(steps(8000));
  expect((await mlflow.getRun(killed.runId)).info.status).toBe("FINISHED");
  expect(await listSpool()).toEqual([]);
});

test("a training that starts while the server is away is there once it is back", async () => {
  await server.stop("SIGKILL");
  const training = await startTraining({ POINTS: "2000", PER_SECOND: "1000", EXPERIMENT: "away" });
  expect(training.runId).toMatch(/^offline/);
  await sleep(500);
  await restart();
  expect(await training.exit).toBe(0);
  mlflow.setTrackingUri(url);
  const find = () => mlflow.searchRuns({ experimentNames: ["away"] });
  await expect.poll(async () => (await find()).length, { timeout: 30_000 }).toBe(1);
  const [run] = await find();
  const runId = run?.info.runId ?? "";
  await expect.poll(() => readSteps(runId), { timeout: 30_000 }).toEqual(steps(2000));
  await expect.poll(async () => (await mlflow.getRun(runId)).info.status).toBe("FINISHED");
});
