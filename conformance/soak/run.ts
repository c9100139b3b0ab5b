/**
 * `node conformance/soak/run.ts [--minutes 20]`: finds the most requests a second that our server
 * answers, sends half of that for so long, and watches its memory and its open files: after a
 * warm-up both stay within a tenth. `STORE=postgresql` keeps the runs there.
 */
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { listProcessTree, measureMemory } from "../../bench/memory.ts";
import { makeFolder, removeFolder, startOurs } from "../servers.ts";
import { sendLoad } from "./load.ts";

const FULL_MS = 15_000;
const SAMPLE_MS = 1000;
/** Of the time: what caches and the heap take to fill. */
const WARM_UP = 0.25;
const MAX_GROWTH = 0.1;

interface Sample {
  readonly rssMb: number;
  readonly files: number;
}

const { values: flags } = parseArgs({ options: { minutes: { type: "string", default: "20" } } });
const durationMs = Number(flags.minutes) * 60_000;
if (!(durationMs > 0)) throw new Error(`--minutes ${flags.minutes}: a number above 0 is needed`);

const folder = await makeFolder("soak");
const server = await startOurs({ folder });
const samples: Sample[] = [];
try {
  const most = (await sendLoad(server.url, performance.now() + FULL_MS)) / (FULL_MS / 1000);
  console.log(
    `at most ${most.toFixed(0)} requests a second; half of that for ${flags.minutes} min`,
  );
  const timer = setInterval(() => {
    samples.push({
      rssMb: measureMemory(server.pid).rssMb,
      files: listProcessTree(server.pid).flatMap((pid) => readdirSync(`/proc/${pid}/fd`)).length,
    });
  }, SAMPLE_MS);
  const began = performance.now();
  try {
    const count = await sendLoad(server.url, began + durationMs, most / 2);
    console.log(
      `sent ${count}: ${((count * 1000) / (performance.now() - began)).toFixed(0)} a second`,
    );
  } finally {
    clearInterval(timer);
  }
} finally {
  await server.stop();
  await removeFolder(folder);
}

const steady = samples.slice(Math.floor(samples.length * WARM_UP));
const third = Math.ceil(steady.length / 3);
const [first, last] = [steady.slice(0, third), steady.slice(-third)];
let isFlat = true;
for (const [name, pick] of [
  ["resident memory, MB", ({ rssMb }: Sample) => rssMb],
  ["open files", ({ files }: Sample) => files],
] as const) {
  const [before, after] = [medianOf(first.map(pick)), medianOf(last.map(pick))];
  const growth = after / before - 1;
  isFlat &&= growth <= MAX_GROWTH;
  console.log(
    `${name}: ${before.toFixed(0)} after the warm-up, ${after.toFixed(0)} at the end ` +
      `(${(growth * 100).toFixed(1)} %), ${Math.max(...samples.map(pick)).toFixed(0)} at most`,
  );
}
console.log(isFlat ? "ok: flat" : `FAULT: it grows by more than ${MAX_GROWTH * 100} %`);
process.exitCode = isFlat ? 0 : 1;

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
