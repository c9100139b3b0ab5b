import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { PYTHON3 } from "../conformance/servers.ts";

export interface LoggedFiles {
  readonly experimentId: string;
  readonly runId: string;
}

/** Logs what log-files.py writes, with MLflow's own client. */
export async function logFiles(url: string): Promise<LoggedFiles> {
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "1" };
  const { stdout } = await promisify(execFile)(PYTHON3, ["e2e/log-files.py", url], { env });
  const [, experimentId = "", runId = ""] = /^(\d+) ([0-9a-f]{32})$/m.exec(stdout) ?? [];
  return { experimentId, runId };
}

/** The address of a run's page with one of its files selected. */
export function fileAddress(url: string, { experimentId, runId }: LoggedFiles, path = ""): string {
  const query = path === "" ? "" : `?artifact=${encodeURIComponent(path)}`;
  return `${url}/#/experiments/${experimentId}/runs/${runId}${query}`;
}
