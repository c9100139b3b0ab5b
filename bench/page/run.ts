/**
 * `npm run bench:page`: MLflow's own page and ours in Chromium, on the same rows.
 *
 *   --smoke          a few minutes: everything works, no limit is asserted
 *   --minutes <n>    how long the page is used before its memory is read (10)
 *   --only <name>    only the figures whose name contains this text
 *   --ours           without MLflow's page
 *   --json <file>    writes the figures there as JSON
 *
 * Exits 1 when a needed limit is missed.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { median } from "../measure.ts";
import { untilQuiet } from "../quiet.ts";
import { killServers, type RunningServer, startServer } from "../servers.ts";
import { launchBrowser } from "./browser.ts";
import { MEASURES, type PageMeasure, type Scene } from "./measures.ts";
import { formatPageTable, isReached, type PageFigure } from "./report.ts";
import { FULL, logPoints, seedPage, SMOKE } from "./seed.ts";

const QUIET_MS = 5000;
/** MLflow's server goes on starting its own workers after it answers. */
const MAX_SETTLE_MS = 60_000;

const { values: flags } = parseArgs({
  options: {
    smoke: { type: "boolean", default: false },
    minutes: { type: "string" },
    only: { type: "string", default: "" },
    ours: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const minutes = Number(flags.minutes ?? (flags.smoke ? "0.5" : "10"));
if (!(minutes > 0)) throw new Error(`--minutes ${flags.minutes}: a number above 0 is needed`);
const sizes = flags.smoke ? SMOKE : FULL;

async function main(): Promise<boolean> {
  const measures = MEASURES.filter(({ name }) => name.includes(flags.only));
  if (measures.length === 0) {
    const names = MEASURES.map(({ name }) => name).join(", ");
    throw new Error(`--only ${flags.only}: no figure has that in its name; there are ${names}`);
  }
  const cores = `${cpus().length} x ${cpus()[0]?.model ?? "unknown CPU"}`;
  console.log(`${cores}, Node ${process.version}, load before: ${loadavg()[0]?.toFixed(2)}`);
  const cache = resolve(import.meta.dirname, "../../.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "bench-page-"));
  const browser = await launchBrowser();
  try {
    const servers = await startBoth(folder);
    if (!(await untilQuiet(MAX_SETTLE_MS))) console.log("the machine does not become quiet");
    const loads: number[] = [];
    const figures: PageFigure[] = [];
    for (const measure of measures) {
      figures.push(...(await runMeasure(measure, browser, servers)));
      loads.push(loadavg()[0] ?? 0);
    }
    console.log(`\n${formatPageTable(figures)}\n`);
    console.log(
      `load while measured: ${median(loads).toFixed(2)} (median), ${cpus().length} cores`,
    );
    if (median(loads) > cpus().length) {
      console.log("the machine was busy with something else: times say little");
    }
    if (flags.smoke) console.log("--smoke: less of everything; no limit is asserted");
    if (flags.json !== undefined) {
      const date = new Date().toISOString();
      const told = figures.map((figure) => ({ ...figure, reached: isReached(figure) }));
      const result = { date, node: process.version, cores, loads, minutes, sizes, figures: told };
      writeFileSync(flags.json, `${JSON.stringify(result, null, 2)}\n`);
    }
    return figures.every(isReached);
  } finally {
    await browser.close();
    killServers();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Servers {
  readonly ours: RunningServer;
  readonly mlflow: RunningServer | undefined;
}

/** Ours makes the tables, which are MLflow's; both are started on copies with the same rows. */
async function startBoth(folder: string): Promise<Servers> {
  const folders = { ours: join(folder, "ours"), mlflow: join(folder, "mlflow") };
  await (await startServer("ours", folders.ours)).stop();
  console.log("writing the rows");
  seedPage(join(folders.ours, "mlflow.db"), sizes);
  const writer = await startServer("ours", folders.ours);
  await logPoints(writer.target, sizes);
  // A person looks later; what a server does once it is quiet is done by then.
  await sleep(QUIET_MS);
  await writer.stop();
  if (flags.ours) return { ours: await startServer("ours", folders.ours), mlflow: undefined };
  mkdirSync(folders.mlflow, { recursive: true });
  copyFileSync(join(folders.ours, "mlflow.db"), join(folders.mlflow, "mlflow.db"));
  const mlflow = await startServer("mlflow", folders.mlflow);
  return { ours: await startServer("ours", folders.ours), mlflow };
}

async function runMeasure(
  measure: PageMeasure,
  browser: Browser,
  { ours, mlflow }: Servers,
): Promise<readonly PageFigure[]> {
  console.log(`${measure.name} …`);
  const urlOf = ({ target }: RunningServer) => `http://${target.host}:${target.port}`;
  const scene: Scene = {
    browser,
    sizes,
    minutes,
    times: flags.smoke ? 1 : 3,
    ours: urlOf(ours),
    mlflow: mlflow && urlOf(mlflow),
  };
  const figures = await measure.measure(scene);
  for (const { title, ours: own, mlflow: theirs, unit } of figures) {
    console.log(
      `  ${title}: ${own?.toFixed(1) ?? "–"} against ${theirs?.toFixed(1) ?? "–"} ${unit}`,
    );
  }
  return figures;
}

process.once("SIGINT", () => {
  killServers();
  process.exit(130);
});
const passed = await main();
process.exitCode = passed || flags.smoke ? 0 : 1;
