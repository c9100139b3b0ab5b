import { writeSync } from "node:fs";
import type { DestinationStream } from "pino";

const STDERR = 2;

/**
 * Where the log goes. A line that can't be written is dropped: pino's own destination tries again
 * until it can be, and on a full disk the whole server would stand still with it.
 */
export const stderrLog: DestinationStream = {
  write(line) {
    try {
      writeSync(STDERR, line);
    } catch {
      // There is nowhere left to say so.
    }
  },
};
