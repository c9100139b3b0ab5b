import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Whether a folder is one where programs left what they could not send. */
export function isSpool(path: string): boolean {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path)) return false;
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`FROM is '${path}', but no folder is there.`);
  }
  if (existsSync(join(path, "mlruns")) || existsSync(join(path, "0", "meta.yaml"))) return false;
  return readdirSync(path).some((name) => name.endsWith(".jsonl")) || path.includes("spool");
}

/** @throws Error always: who logs from there next sends it. */
export async function sendSpool(folder: string): Promise<void> {
  throw new Error(
    `FROM is ${folder}, which holds what programs could not send: the next program that logs to the ` +
      "same server from there sends it. Sending it by hand comes later.",
  );
}
