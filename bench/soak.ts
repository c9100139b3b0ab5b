/**
 * `node bench/soak.ts [--seconds 120]`: keeps our server under mixed load and prints how its
 * memory and its open files move. Exits 1 when memory still grows in the second half.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureMemory } from "./memory.ts";
import { startServer } from "./servers.ts";
import { runInWorker } from "./worker.ts";

/** Megabytes a minute; what a heap that breathes shows over a minute stays below it. */
const MAX_SLOPE = 10;
const SAMPLE_MS = 1000;
/** Short turns, so that each kind of request recurs in both halves. */
const TURN = { warmUpMs: 0, timedMs: 2500 };
const TURNS = ["log-metric-16", "whole-runs", "log-batch"];

interface Sample {
  minute: number;
  rssMb: number;
  files: number;
}

const { values: flags } = parseArgs({ options: { seconds: { type: "string", default: "120" } } });
const durationMs = Number(flags.seconds) * 1000;
if (!(durationMs > 0)) throw new Error(`--seconds ${flags.seconds}: a number above 0 is needed`);

const cache = resolve(import.meta.dirname, "../.cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "soak-"));
const server = await startServer("ours", folder);
const started = performance.now();
const samples: Sample[] = [];
const timer = setInterval(() => {
  samples.push({
    minute: (performance.now() - started) / 60_000,
    rssMb: measureMemory(server.pid).rssMb,
    files: readdirSync(`/proc/${server.pid}/fd`).length,
  });
}, SAMPLE_MS);
try {
  for (let turn = 0; performance.now() - started < durationMs; turn += 1) {
    const workload = TURNS[turn % TURNS.length] ?? "whole-runs";
    // Each turn verifies what it wrote, so histories and searches are read as well.
    await runInWorker({ workload, target: server.target, span: TURN });
  }
} finally {
  clearInterval(timer);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

const second = samples.slice(samples.length >> 1);
const slope = findSlope(second.map(({ minute, rssMb }) => [minute, rssMb]));
const rss = samples.map(({ rssMb }) => rssMb);
const files = samples.map((sample) => sample.files);
console.log(
  `resident memory: ${rss[0]?.toFixed(0)} MB at first, ${Math.max(...rss).toFixed(0)} MB at most`,
);
console.log(`slope in the second half: ${slope.toFixed(1)} MB a minute (limit ${MAX_SLOPE})`);
console.log(
  `open files: ${files[0]} at first, ${Math.max(...files)} at most, ${files.at(-1)} at the end`,
);
process.exitCode = slope > MAX_SLOPE ? 1 : 0;

/** The slope of the line that fits the points best (least squares). */
function findSlope(points: readonly (readonly [number, number])[]): number {
  const mean = (pick: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return above / below;
}
