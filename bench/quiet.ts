import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 2000;
const MAX_BUSY = 0.1;

/**
 * Waits until the machine has next to nothing to do, as after the start of a server that goes on
 * loading in the background; at most `limitMs`. Answers whether it became quiet.
 */
export async function untilQuiet(limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  let before = readTimes();
  while (performance.now() < until) {
    await sleep(LOOK_MS);
    const now = readTimes();
    if ((now.busy - before.busy) / (now.all - before.all) < MAX_BUSY) return true;
    before = now;
  }
  return false;
}

function readTimes(): { busy: number; all: number } {
  let idle = 0;
  let all = 0;
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.idle + times.user + times.sys + times.nice + times.irq;
  }
  return { busy: all - idle, all };
}
