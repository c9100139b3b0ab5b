import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname, join, resolve } from "node:path";
import { encodeJson, parseJson } from "@mlflow-ts/contract";
import type { Operation } from "../logging/batch.ts";
import type { Spool } from "../logging/spool.ts";
import type { LeftSpool, SpoolOwner } from "./platform.ts";

const READ_BYTES = 64 * 1024;
const NEWLINE = 10;
const FOLDER = "mlflow-spool";

interface Header extends SpoolOwner {
  readonly host: string;
}

/** Lines of JSON in a file: first whose they are, then one operation each. */
export class FileSpool implements Spool {
  readonly place: string;
  readonly #owner: SpoolOwner;
  /** Open while the file exists. */
  #file: number | undefined;
  /** Where the oldest operation begins, and behind it once it was read. */
  #position = 0;
  #oldest: { operation: Operation; end: number } | undefined;
  #size = 0;

  /** Goes on with a file that exists when `size` and `position` are given. */
  constructor(place: string, owner: SpoolOwner, left?: { size: number; position: number }) {
    this.place = place;
    this.#owner = owner;
    if (left === undefined) return;
    this.#file = openSync(place, "r+");
    this.#size = left.size;
    this.#position = left.position;
  }

  get isEmpty(): boolean {
    return this.#position >= this.#size;
  }

  append(operations: readonly Operation[]): void {
    this.#file ??= this.#create();
    const text = operations.map((one) => `${encodeJson(markNumbers(one))}\n`).join("");
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) {
      const at = this.#size + written;
      written += writeSync(this.#file, bytes, written, bytes.length - written, at);
    }
    fsyncSync(this.#file);
    this.#size += bytes.length;
  }

  peek(): Operation | undefined {
    if (this.#oldest === undefined && this.#file !== undefined && !this.isEmpty) {
      const line = readLine(this.#file, this.#position);
      // The last line of a process that was killed may be cut off: it was never acknowledged.
      if (line === undefined) this.#position = this.#size;
      else this.#oldest = { operation: parseOperation(line.text), end: line.end };
      if (this.isEmpty) this.#remove();
    }
    return this.#oldest?.operation;
  }

  advance(): void {
    if (this.#oldest === undefined) return;
    this.#position = this.#oldest.end;
    this.#oldest = undefined;
    if (this.isEmpty) this.#remove();
  }

  #create(): number {
    mkdirSync(dirname(this.place), { recursive: true });
    const file = openSync(this.place, "wx+", 0o600);
    const header: Header = { ...this.#owner, host: hostname() };
    this.#size = writeSync(file, `${JSON.stringify(header)}\n`, 0);
    this.#position = this.#size;
    return file;
  }

  #remove(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    rmSync(this.place, { force: true });
    this.#file = undefined;
    this.#size = 0;
    this.#position = 0;
  }
}

let count = 0;

/** A path of this process's own: a run may be resumed in it, and left by another before. */
function choosePlace(folder: string, runId: string): string {
  count += 1;
  return resolve(folder, `${runId}.${process.pid}.${count}.jsonl`);
}

/** The spool of a run that this process logs, in `folder` or `mlflow-spool/` where one stands. */
export function createFileSpool(owner: SpoolOwner, folder = FOLDER): FileSpool {
  return new FileSpool(choosePlace(folder, owner.runId), owner);
}

/**
 * The spools that processes of this machine which have ended left behind for a server. Renaming a
 * file makes it this process's own, so that two which start together never send one twice.
 */
export function takeLeftSpools(trackingUri: string, folder = FOLDER): LeftSpool[] {
  const left: LeftSpool[] = [];
  for (const name of listQuietly(folder)) {
    const [, runId, pid] = /^(\w+)\.(\d+)\.\d+\.jsonl$/.exec(name) ?? [];
    if (runId === undefined || isRunning(Number(pid))) continue;
    const owner = { trackingUri, runId };
    const spool = takeOver(join(folder, name), choosePlace(folder, runId), owner);
    if (spool !== undefined) left.push({ ...owner, spool });
  }
  return left;
}

function takeOver(from: string, to: string, owner: SpoolOwner): FileSpool | undefined {
  let file: number | undefined;
  try {
    file = openSync(from, "r");
    const line = readLine(file, 0);
    const header = line && (JSON.parse(line.text) as Partial<Header>);
    if (line === undefined || header?.trackingUri !== owner.trackingUri) return undefined;
    if (header.host !== hostname() || header.runId !== owner.runId) return undefined;
    const { size } = fstatSync(file);
    renameSync(from, to);
    if (size > line.end) return new FileSpool(to, owner, { size, position: line.end });
    // Nothing but whose it was.
    rmSync(to);
    return undefined;
  } catch {
    // Another process was quicker, or the file is none of ours.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The line that begins at `position`; nothing when the file ends before the line does. */
function readLine(file: number, position: number): { text: string; end: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = position; ;) {
    const part = Buffer.alloc(READ_BYTES);
    const read = readSync(file, part, 0, READ_BYTES, at);
    if (read === 0) return undefined;
    const newline = part.subarray(0, read).indexOf(NEWLINE);
    if (newline >= 0) {
      parts.push(part.subarray(0, newline));
      return { text: Buffer.concat(parts).toString(), end: at + newline + 1 };
    }
    parts.push(part.subarray(0, read));
    at += read;
  }
}

/** NaN and infinities as texts; the only numbers that are texts in an operation are those. */
function markNumbers(operation: Operation): unknown {
  if ("end" in operation) return operation;
  const metrics = operation.batch.metrics.map((metric) =>
    Number.isFinite(metric.value) ? metric : { ...metric, value: String(metric.value) },
  );
  return { batch: { ...operation.batch, metrics } };
}

function parseOperation(text: string): Operation {
  // Written by this module, above: only a metric's value may be a text in the place of a number.
  const operation = parseJson(text) as Operation;
  if ("end" in operation) return operation;
  const metrics = operation.batch.metrics.map((metric) =>
    typeof metric.value === "number" ? metric : { ...metric, value: Number(metric.value) },
  );
  return { batch: { ...operation.batch, metrics } };
}

function listQuietly(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
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
