import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { count, formatBytes, formatTime } from "../print.ts";
import { type Finding, fine, wrong } from "./finding.ts";

const WHAT = "Waiting to be sent";

/** Whether programs left what they could not send. */
export async function checkSpool(folder: string, trackingUri: string): Promise<Finding> {
  const absolute = resolve(folder);
  const names = (await readdir(absolute).catch(() => [])).filter((name) => name.endsWith(".jsonl"));
  if (names.length === 0) return fine(WHAT, `nothing in ${absolute}`);
  const stats = await Promise.all(
    names.map((name) => stat(join(absolute, name)).catch(() => undefined)),
  );
  const bytes = stats.reduce((sum, found) => sum + (found?.size ?? 0), 0);
  const oldest = Math.min(...stats.map((found) => found?.mtimeMs ?? Infinity));
  return wrong(
    WHAT,
    `${count(names.length, "run")}, ${formatBytes(bytes)}, since ${formatTime(Math.floor(oldest))} in ${absolute}`,
    `Once no program logs to it any more: mlflow sync ${folder} ${trackingUri}`,
  );
}
