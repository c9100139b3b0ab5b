import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Entry, Piece } from "../logging/batch.ts";
import type { Journal, JournalOwner } from "../logging/journal.ts";
import { Waiting } from "../logging/waiting.ts";
import { headerLine } from "./journal-header.ts";
import { parseLine, toLine } from "./journal-lines.ts";
import { readLines } from "./read-lines.ts";

/** Confirmed entries are cut off the file's front once they are this many and most of it. */
const CUT_BYTES = 16 * 1024 * 1024;

/** The files that this process writes to. */
const inUse = new Set<string>();

/** Whether a journal of this process is still written to. */
export function isInUse(place: string): boolean {
  return inUse.has(place);
}

/** A journal that was left behind: what of its file is there. */
interface Left {
  readonly bodyStart: number;
  readonly size: number;
}

/**
 * Lines of JSON in a file: first whose they are, then one entry each. Places count all bytes that
 * were ever appended, so that they stay the same when the file is cut.
 */
export class FileJournal implements Journal {
  readonly place: string;
  #owner: JournalOwner;
  #file: number | undefined;
  #bodyStart = 0;
  /** The place of the file's first entry. */
  #base = 0;
  #confirmed = 0;
  #end = 0;

  constructor(place: string, owner: JournalOwner, left?: Left) {
    this.place = place;
    this.#owner = owner;
    if (left === undefined) {
      // A run that is to be created must be known from its first moment.
      if (owner.creation) this.#file = this.#create();
      return;
    }
    this.#file = openSync(place, "r+");
    inUse.add(place);
    this.#bodyStart = left.bodyStart;
    this.#end = left.size - left.bodyStart;
  }

  get owner(): JournalOwner {
    return this.#owner;
  }

  get isEmpty(): boolean {
    return this.#confirmed >= this.#end;
  }

  append(entry: Entry): number {
    const file = (this.#file ??= this.#create());
    const line = toLine(entry);
    const at = this.#toFile(this.#end);
    let written = writeSync(file, line, at);
    // Less than all is written only where the disk is nearly full, and mostly throws then.
    if (written < Buffer.byteLength(line)) {
      const bytes = Buffer.from(line);
      while (written < bytes.length) {
        written += writeSync(file, bytes, written, bytes.length - written, at + written);
      }
    }
    return (this.#end += written);
  }

  read(): Piece | undefined {
    if (this.#file === undefined) return undefined;
    const waiting = new Waiting();
    const [from, to] = [this.#toFile(this.#confirmed), this.#toFile(this.#end)];
    for (const { text, end } of readLines(this.#file, from, to)) {
      const entry = parseQuietly(text);
      if (entry) waiting.add(entry, this.#toPlace(end));
      if (waiting.isFull) break;
    }
    const piece = waiting.take();
    // The last line of a process that was killed may be cut off: it was never acknowledged.
    if (piece === undefined) this.confirm(this.#end);
    return piece;
  }

  confirm(end: number): void {
    this.#confirmed = Math.max(this.#confirmed, end);
    if (this.#file === undefined) return;
    if (this.isEmpty) {
      ftruncateSync(this.#file, this.#bodyStart);
      this.#base = this.#end;
    } else if (this.#confirmed - this.#base > Math.max(CUT_BYTES, this.#end - this.#confirmed)) {
      this.#cut(this.#file);
    }
  }

  keepCreated(created: { runId: string; trackingUri: string }): void {
    this.#owner = { ...this.#owner, created };
    if (this.#file === undefined) return;
    writeSync(this.#file, headerLine(this.#owner), 0);
    fsyncSync(this.#file);
  }

  sync(): void {
    if (this.#file !== undefined) fsyncSync(this.#file);
  }

  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    inUse.delete(this.place);
    if (!this.isEmpty) return;
    rmSync(this.place, { force: true });
    try {
      rmdirSync(dirname(this.place));
    } catch {
      // Other runs have journals there.
    }
  }

  #create(): number {
    mkdirSync(dirname(this.place), { recursive: true });
    const file = openSync(this.place, "wx+", 0o600);
    inUse.add(this.place);
    this.#bodyStart = writeSync(file, headerLine(this.#owner), 0);
    return file;
  }

  /** Writes what is not confirmed to a new file that takes the place of this one. */
  #cut(file: number): void {
    const shorter = `${this.place}.cut`;
    const target = openSync(shorter, "w+", 0o600);
    const header = writeSync(target, headerLine(this.#owner), 0);
    const rest = Buffer.alloc(this.#end - this.#confirmed);
    const read = readSync(file, rest, 0, rest.length, this.#toFile(this.#confirmed));
    writeSync(target, rest, 0, read, header);
    fsyncSync(target);
    renameSync(shorter, this.place);
    closeSync(file);
    this.#file = target;
    this.#bodyStart = header;
    this.#base = this.#confirmed;
  }

  #toFile(place: number): number {
    return this.#bodyStart + place - this.#base;
  }

  #toPlace(position: number): number {
    return position - this.#bodyStart + this.#base;
  }
}

/** A line that power was lost in may be torn; the others are worth more than an error. */
function parseQuietly(line: string): Entry | undefined {
  try {
    return parseLine(line);
  } catch {
    return undefined;
  }
}
