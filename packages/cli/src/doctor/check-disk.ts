import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { formatBytes } from "../print.ts";
import { type Finding, fine, wrong } from "./finding.ts";

const LITTLE_BYTES = 1e9;

/** Whether files can be made in a folder, or it itself where it is not there yet. */
export async function checkWritable(what: string, folder: string): Promise<Finding> {
  const existing = await nearestExisting(folder);
  const found = await stat(existing);
  if (!found.isDirectory()) {
    return wrong(what, `${existing} is no folder`, "Name another, or move what is in its place.");
  }
  try {
    await access(existing, constants.W_OK | constants.X_OK);
  } catch {
    const advice = `Let this user write there: chown or chmod ${existing}, or name another folder.`;
    return wrong(what, `${existing} can't be written by this user`, advice);
  }
  return fine(
    what,
    existing === folder ? folder : `${folder} (made when the first file is stored)`,
  );
}

/** Whether the disks of these folders have room left; each disk once. */
export async function checkRoom(folders: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set<number>();
  for (const folder of folders) {
    const existing = await nearestExisting(folder);
    const { dev } = await stat(existing);
    if (seen.has(dev)) continue;
    seen.add(dev);
    const { bavail, bsize, blocks } = await statfs(existing);
    const free = bavail * bsize;
    const found = `${formatBytes(free)} of ${formatBytes(blocks * bsize)} are free at ${existing}`;
    const advice =
      "Make room: `mlflow gc --dry-run` tells what deleted runs and models would free.";
    findings.push(free < LITTLE_BYTES ? wrong("Disk", found, advice) : fine("Disk", found));
  }
  return findings;
}

async function nearestExisting(path: string): Promise<string> {
  const absolute = resolve(path);
  const found = await stat(absolute).catch(() => undefined);
  const parent = dirname(absolute);
  return found !== undefined || parent === absolute ? absolute : nearestExisting(parent);
}
