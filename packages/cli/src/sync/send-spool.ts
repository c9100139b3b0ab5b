import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { syncSpool } from "@mlflow-ts/sdk/node";
import { withoutPassword } from "../doctor/environment.ts";
import { count, plain, printJson } from "../print.ts";
import type { SyncOptions } from "../sync-command.ts";
import { openTracking } from "../tracking.ts";

/** Whether a folder is one where programs left what they could not send. */
export function isSpool(path: string): boolean {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return false;
  const isNamedSo = basename(path).includes("spool");
  // It is removed once all of it is sent.
  if (isNamedSo && !existsSync(path)) return true;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`FROM is '${path}', but no folder is there.`);
  }
  if (existsSync(join(path, "mlruns")) || existsSync(join(path, "0", "meta.yaml"))) return false;
  return listWaiting(path).length > 0 || isNamedSo;
}

/** Sends what programs that have ended left in a folder. */
export async function sendSpool(folder: string, to: string, options: SyncOptions): Promise<void> {
  const shown = withoutPassword(to);
  if (options.dryRun) {
    const runs = listWaiting(folder).length;
    if (options.json) printJson({ dry_run: true, to: shown, runs });
    else console.log(`${count(runs, "run")} in ${folder} would be sent to ${shown}.`);
    return;
  }
  // An address that can't be opened is refused before a run is touched.
  await openTracking(to);
  const runs = await syncSpool(folder, to);
  const failed = runs.filter(({ error }) => error !== undefined);
  if (failed.length > 0) process.exitCode = 1;
  if (options.json) {
    const told = runs.map(({ spooledRunId, runId, error }) => ({
      spooled_run_id: spooledRunId,
      run_id: runId,
      error: error?.message,
    }));
    return printJson({ dry_run: false, to: shown, runs: told });
  }
  for (const { spooledRunId, error } of failed) {
    console.error(`mlflow: run ${plain(spooledRunId)} waits on: ${plain(error?.message ?? "")}`);
  }
  console.log(`Sent ${count(runs.length - failed.length, "run")} of ${folder} to ${shown}.`);
  const left = listWaiting(folder).length - failed.length;
  if (left > 0) {
    console.log(
      `${count(left, "run")} of programs that still run, or for other servers, stay there.`,
    );
  }
}

function listWaiting(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
}
