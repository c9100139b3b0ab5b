import { spawn } from "node:child_process";
import { pinnedNode } from "./root.mjs";
import { exitCode, inherited } from "./run.mjs";

const LOOK_EVERY_MS = 200;

/** Runs the pinned Node with these arguments in the place of this process: signals, exit code. */
export async function runPinned(args) {
  const child = spawn(pinnedNode, args, inherited());
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  const watch = process.env.npm_lifecycle_event && onParentGone(() => child.kill("SIGTERM"));
  const code = await exitCode(child);
  clearInterval(watch);
  return code;
}

/** npm puts a shell in between that ends on a signal without passing it on. */
function onParentGone(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, LOOK_EVERY_MS);
  return watch;
}
