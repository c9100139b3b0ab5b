import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PYTHON3 } from "../conformance/servers.ts";

/** Runs lines of Python with MLflow's own client; answers what they print. */
export async function runPython(code: string): Promise<string> {
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "1" };
  const { stdout } = await promisify(execFile)(PYTHON3, ["-c", code], { env });
  return stdout.trim();
}
