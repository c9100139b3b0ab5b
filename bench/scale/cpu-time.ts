import { readFileSync } from "node:fs";

/** Of Linux on every machine that it serves: `getconf CLK_TCK`. */
const TICKS_PER_SECOND = 100;

/** Milliseconds that processes had of the processor so far, in user and system mode. */
export function readCpuMs(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The command stands in brackets and may hold anything, so fields are counted from its end.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It ended meanwhile.
    }
  }
  return (ticks * 1000) / TICKS_PER_SECOND;
}
