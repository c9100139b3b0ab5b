import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { NODE, PYTHON3 } from "../servers.ts";

const PROGRAM = join(resolve(import.meta.dirname, "../.."), "packages/cli/bin/mlflow.js");

/**
 * Whether a Python with MLflow is named: what is compared with MLflow is then run, or fails without
 * it. `npm test` needs none.
 */
export const HAS_MLFLOW = process.env["MLFLOW_PYTHON"] !== undefined;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Where {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs our `mlflow` to its end, in a folder, as a person does. */
export function runOurs(args: readonly string[], where: Where): Promise<Outcome> {
  return run(NODE, [PROGRAM, ...args], where);
}

/** Runs MLflow's own command line. */
export function runMlflow(args: readonly string[], where: Where): Promise<Outcome> {
  return run(PYTHON3, ["-m", "mlflow", ...args], where);
}

/** Runs a program for the Python that has MLflow. */
export function runPython(program: string, where: Where): Promise<Outcome> {
  return run(PYTHON3, ["-c", program], where);
}

function run(program: string, args: readonly string[], { cwd, env }: Where): Promise<Outcome> {
  return new Promise((done) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 1e8 };
    const child = execFile(program, args, options, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    );
  });
}
