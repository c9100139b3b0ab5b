/** `npm run bench -- --scale [runs]`: the cost of each operation at growing sizes. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { dropDatabases } from "../databases.ts";
import { killServers } from "../servers.ts";
import { listSizes, measureScale, type ScalePlan } from "./measure.ts";
import { formatScale } from "./report.ts";

export async function runScale(plan: ScalePlan, json: string | undefined): Promise<void> {
  if (listSizes(plan.maxRuns).length === 0) {
    throw new Error(`--scale ${plan.maxRuns}: the smallest size is 1000 runs`);
  }
  const cores = `${cpus().length} x ${cpus()[0]?.model ?? "unknown CPU"}`;
  const load = loadavg()[0] ?? NaN;
  console.log(`${cores}, Node ${process.version}, load before: ${load.toFixed(2)}`);
  const cache = resolve(import.meta.dirname, "../../.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "bench-scale-"));
  try {
    const figures = await measureScale(folder, plan);
    console.log(`\n${formatScale(figures, plan.limitMs)}\n`);
    if (json === undefined) return;
    const date = new Date().toISOString();
    const result = { date, node: process.version, cores, load, limitMs: plan.limitMs, figures };
    writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    killServers();
    await dropDatabases();
    rmSync(folder, { recursive: true, force: true });
  }
}
