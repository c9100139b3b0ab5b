import { readSync } from "node:fs";

const READ_BYTES = 64 * 1024;
const NEWLINE = 10;

/** The whole lines between two positions of a file, and where each ends. */
export function* readLines(
  file: number,
  from: number,
  to: number,
): Generator<{ readonly text: string; readonly end: number }> {
  let begun = Buffer.alloc(0);
  for (let at = from; at < to;) {
    const bytes = Buffer.alloc(Math.min(READ_BYTES, to - at));
    const read = readSync(file, bytes, 0, bytes.length, at);
    if (read === 0) return;
    const start = at - begun.length;
    at += read;
    const whole = Buffer.concat([begun, bytes.subarray(0, read)]);
    let offset = 0;
    for (;;) {
      const newline = whole.indexOf(NEWLINE, offset);
      if (newline < 0) break;
      yield { text: whole.toString("utf8", offset, newline), end: start + newline + 1 };
      offset = newline + 1;
    }
    begun = whole.subarray(offset);
  }
}
