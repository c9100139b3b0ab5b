import {
  closeSync,
  fstatSync,
  openAsBlob,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Journal, JournalOwner } from "../logging/journal.ts";
import { FileJournal, isInUse } from "./file-journal.ts";
import { parseHeader } from "./journal-header.ts";
import { readLines } from "./read-lines.ts";

const FOLDER = "mlflow-spool";
const HEADER_BYTES = 4 * 1024 * 1024;

let count = 0;

/** The journal of a run that this process logs, in `folder` or `mlflow-spool/` where one stands. */
export function createJournal(owner: JournalOwner, folder = FOLDER): Journal {
  return new FileJournal(choosePlace(folder, owner.runId), owner);
}

/**
 * The journals that processes of this machine which have ended left behind, those that `wants`
 * takes. Renaming a file makes it this process's own, so that two which start together never send
 * one twice.
 */
export function takeLeftJournals(
  wants: (owner: JournalOwner) => boolean,
  folder = FOLDER,
): Journal[] {
  return listQuietly(folder).flatMap((name) => {
    const [, runId, pid] = /^(\w+)\.(\d+)\.\d+\.jsonl$/.exec(name) ?? [];
    if (runId === undefined || isOwned(resolve(folder, name), Number(pid))) return [];
    return takeOver(join(folder, name), choosePlace(folder, runId), wants) ?? [];
  });
}

/** Keeps a file's content until it can be stored; answers its path below the folder. */
export async function keepContent(content: Blob, runId: string, folder = FOLDER): Promise<string> {
  const path = join(`${runId}.files`, crypto.randomUUID());
  await mkdir(join(folder, dirname(path)), { recursive: true });
  await writeFile(join(folder, path), content.stream(), { flush: true });
  return path;
}

/** The content of a file that was kept. */
export function openContent(path: string, folder = FOLDER): Promise<Blob> {
  return openAsBlob(join(folder, path));
}

export function dropContent(path: string, folder = FOLDER): void {
  rmSync(join(folder, path), { force: true });
  for (const empty of [dirname(join(folder, path)), folder]) {
    try {
      rmdirSync(empty);
    } catch {
      // More waits there.
    }
  }
}

/** A path of this process's own: a run may be resumed in it, and left by another before. */
function choosePlace(folder: string, runId: string): string {
  count += 1;
  return resolve(folder, `${runId}.${process.pid}.${count}.jsonl`);
}

function takeOver(
  from: string,
  to: string,
  wants: (owner: JournalOwner) => boolean,
): FileJournal | undefined {
  let file: number | undefined;
  try {
    file = openSync(from, "r");
    const { size } = fstatSync(file);
    const [line] = readLines(file, 0, Math.min(size, HEADER_BYTES));
    const owner = line && parseHeader(line.text);
    if (line === undefined || owner === undefined || !wants(owner)) return undefined;
    renameSync(from, to);
    const journal = new FileJournal(to, owner, { bodyStart: line.end, size });
    if (!journal.isEmpty) return journal;
    // Nothing but whose it was.
    journal.close();
    return undefined;
  } catch {
    // Another process was quicker, or the file is none of ours.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function listQuietly(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOwned(place: string, pid: number): boolean {
  return pid === process.pid ? isInUse(place) : isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Of another user, but there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
