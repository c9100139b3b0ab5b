/**
 * `node bench/long-history.ts`: one metric of a million points, read page by page and as a whole, by
 * clients that take it as it comes, slowly, or leave. Times, and the server's memory.
 *
 *   --points <n>  so many (1000000)
 *   --crowd <n>   so many other runs logged a metric of this name at the same time, each a tenth as
 *                 many points (0)
 *   --uri <uri>   an empty database; without it an SQLite file
 */
import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { API, Api, at, HISTORY_PAGE, listAt, parseJson } from "./api.ts";
import { Connection, encodeRequest, type Target } from "./load.ts";
import { expectOk, median } from "./measure.ts";
import { measureMemory, watchMemory } from "./memory.ts";
import { killServers, startServer } from "./servers.ts";

const { values: flags } = parseArgs({
  options: {
    points: { type: "string", default: "1000000" },
    crowd: { type: "string", default: "0" },
    uri: { type: "string" },
  },
});
const POINTS = Number(flags.points);
const CROWD = Number(flags.crowd);
const KEY = "loss";
const BATCH = 1000;
const SETTLE_MS = 5000;
const SLOW_BYTES = 4_000_000;

async function log(target: Target, runId: string, points: number, msApart: number): Promise<void> {
  const connection = await Connection.open(target);
  for (let first = 0; first < points; first += BATCH) {
    const metrics = Array.from({ length: Math.min(BATCH, points - first) }, (_, index) => {
      const step = first + index;
      const value = ((step * 7919) % 10_007) / 10_007;
      return { key: KEY, value, timestamp: 1_760_000_000_000 + step * msApart, step };
    });
    const body = { run_id: runId, metrics };
    expectOk(await connection.send(encodeRequest(target, "POST", `${API}/runs/log-batch`, body)));
  }
  connection.close();
}

async function readPages(target: Target, path: string): Promise<number[]> {
  const connection = await Connection.open(target);
  const times: number[] = [];
  let count = 0;
  for (let token: unknown = ""; typeof token === "string";) {
    const from = performance.now();
    const query = `${path}&max_results=${HISTORY_PAGE}&page_token=${encodeURIComponent(token)}`;
    const { body } = expectOk(await connection.send(encodeRequest(target, "GET", query)));
    times.push(performance.now() - from);
    const page = parseJson(body);
    for (const point of listAt(page, "metrics")) check(at(point, "step"), count++);
    token = at(page, "next_page_token");
  }
  connection.close();
  check(count, POINTS);
  return times;
}

async function open(target: Target, path: string): Promise<IncomingMessage> {
  const request = get({ ...target, path });
  // Of one that is left early.
  request.on("error", () => {});
  const [response] = (await once(request, "response")) as [IncomingMessage];
  check(response.statusCode, 200);
  return response;
}

async function readWhole(target: Target, path: string, pauseMs = 0, leaveAt = Infinity) {
  const from = performance.now();
  const response = await open(target, path);
  const chunks: Buffer[] = [];
  let bytes = 0;
  let sincePause = 0;
  let firstMs: number | undefined;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    firstMs ??= performance.now() - from;
    chunks.push(chunk);
    bytes += chunk.length;
    sincePause += chunk.length;
    if (bytes > leaveAt) break;
    if (pauseMs === 0 || sincePause < SLOW_BYTES) continue;
    await sleep(pauseMs);
    sincePause = 0;
  }
  const ms = performance.now() - from;
  if (bytes <= leaveAt) {
    const points = listAt(parseJson(Buffer.concat(chunks)), "metrics");
    check(points.length, POINTS);
    for (const [index, point] of points.entries()) check(at(point, "step"), index);
  }
  return { firstMs: firstMs ?? NaN, ms, bytes };
}

function check(found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${String(found)} where ${String(expected)} belongs`);
}

const shown = (ms: number) => `${ms.toFixed(0)} ms`;

async function main(folder: string): Promise<void> {
  const server = await startServer(
    "ours",
    folder,
    flags.uri === undefined ? "sqlite" : { uri: flags.uri },
  );
  const { target, pid } = server;
  const api = await Api.connect(target);
  const experiment = await api.createExperiment("long history");
  const runId = await api.createRun(experiment);
  const others = [];
  for (let n = 0; n < CROWD; n += 1) others.push(await api.createRun(experiment));
  api.close();
  const began = performance.now();
  await Promise.all([
    log(target, runId, POINTS, 100),
    ...others.map((other) => log(target, other, POINTS / 10, 1000)),
  ]);
  console.log(
    `${POINTS} points, and ${CROWD} runs of a tenth, in ${shown(performance.now() - began)}`,
  );
  await sleep(SETTLE_MS);

  const path = `${API}/metrics/get-history?run_id=${runId}&metric_key=${KEY}`;
  const rss = () => `${measureMemory(pid).rssMb.toFixed(0)} MB`;
  const watched = async <Result>(title: string, work: () => Promise<Result>): Promise<Result> => {
    const before = rss();
    const watch = watchMemory(pid, 20);
    const result = await work().finally(() => watch.stop());
    const peak = `${watch.stop().rssMb.toFixed(0)} MB`;
    console.log(`${title}: memory ${before} before, ${peak} at most`);
    return result;
  };
  for (const round of ["first", "second"]) {
    const [first = NaN, ...later] = await watched(`pages, ${round} time`, () =>
      readPages(target, path),
    );
    const slowest = Math.max(...later);
    console.log(
      `  first ${shown(first)}, later ${shown(median(later))}, slowest of these ${shown(slowest)}, last ${shown(later.at(-1) ?? NaN)}`,
    );
    const whole = await watched(`whole, ${round} time`, () => readWhole(target, path));
    const size = `${(whole.bytes / 1e6).toFixed(1)} MB`;
    console.log(`  ${size} in ${shown(whole.ms)}, first byte after ${shown(whole.firstMs)}`);
  }
  const slow = await watched("whole, slowly", () => readWhole(target, path, 500));
  console.log(`  in ${shown(slow.ms)}`);
  await watched("20 clients that leave after 5 MB", async () => {
    for (let client = 0; client < 20; client += 1) await readWhole(target, path, 0, 5e6);
  });
  await sleep(SETTLE_MS);
  console.log(`memory after all: ${rss()}`);
  await server.stop();
}

const folder = mkdtempSync(join(tmpdir(), "bench-history-"));
try {
  await main(folder);
} finally {
  killServers();
  rmSync(folder, { recursive: true, force: true });
}
