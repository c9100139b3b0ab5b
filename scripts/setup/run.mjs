import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { root } from "./root.mjs";

/**
 * Runs a step of the set-up, with its name and seconds. Its errors, and unless it is quiet all of
 * its output, stay on the terminal.
 *
 * @throws Error when it fails.
 */
export async function run(name, [command, ...args], { isQuiet = false } = {}) {
  const startedAt = performance.now();
  console.log(`mlflow-ts: ${name} ...`);
  const code = await exitCode(spawn(command, args, isQuiet ? quiet() : inherited()));
  if (code !== 0) throw new Error(`${name} failed (exit code ${code}); see the output above.`);
  console.log(`mlflow-ts: ${name} took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** Output to the terminal; the installed tools first on the PATH, the pinned Node among them. */
export function inherited() {
  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  return { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path } };
}

/** The bundlers list every file they write, which tells a newcomer nothing. */
function quiet() {
  return { ...inherited(), stdio: ["inherit", "ignore", "inherit"] };
}

/** The exit code of a child, in the shell's notation where a signal ended it. */
export function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
