import { platform } from "#platform";
import type { ActiveRun } from "./active-run.ts";

/** The runs of this program that have not ended. */
const running = new Set<ActiveRun>();
let stopListening: (() => void) | undefined;
let leavesOnExit = false;
let endsByItself = false;

/** Sees to it that a run ends with the program, however that ends. */
export function announceStart(run: ActiveRun): void {
  running.add(run);
  stopListening ??= platform.onSignal(killAll);
  if (leavesOnExit) return;
  leavesOnExit = true;
  platform.onExit((hasFailed) => {
    for (const one of running) one.leave(hasFailed ? "FAILED" : "FINISHED");
  });
}

export function announceEnd(run: ActiveRun): void {
  running.delete(run);
  if (running.size > 0) return;
  stopListening?.();
  stopListening = undefined;
}

/** Ends what the program left open once it has nothing else to do. */
export function onProgramEnd(end: () => Promise<void>): void {
  if (endsByItself) return;
  endsByItself = true;
  platform.onIdle(() => {
    end().catch((error: unknown) => platform.warn(String(error)));
  });
}

async function killAll(): Promise<void> {
  await Promise.all([...running].map((run) => run.kill()));
}
