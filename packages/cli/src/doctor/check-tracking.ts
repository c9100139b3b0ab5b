import { MlflowError } from "@mlflow-ts/sdk/client";
import { openTracking } from "../tracking.ts";
import { withoutPassword } from "./environment.ts";
import { type Finding, fine, wrong } from "./finding.ts";

const WHAT = "Tracking server";

/** Whether the server answers, as which version, and lets this user in. */
export async function checkServer(uri: string, mlflowVersion: string): Promise<Finding[]> {
  const shown = withoutPassword(uri);
  const began = performance.now();
  let address: string;
  try {
    const tracking = await openTracking(uri);
    address = tracking.uri;
    await tracking.client.searchExperiments({ max_results: 1 });
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error;
    return [wrong(WHAT, error.message, adviceFor(error, shown))];
  }
  const elapsedMs = Math.round(performance.now() - began);
  return [
    fine(WHAT, `${shown} answers in ${elapsedMs} ms`),
    await checkVersion(address, mlflowVersion),
  ];
}

function adviceFor({ status }: MlflowError, uri: string): string {
  if (status === 401 || status === 403) {
    return "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.";
  }
  if (status === 0) {
    return `Start it with \`mlflow server\`, or correct MLFLOW_TRACKING_URI (it is ${uri}).`;
  }
  return `Look whether ${uri} is an MLflow server's address, with its prefix, and at its log.`;
}

async function checkVersion(uri: string, mlflowVersion: string): Promise<Finding> {
  const what = "Server's version";
  const answer = await fetch(`${uri.replace(/\/+$/, "")}/version`).catch(() => undefined);
  const version = answer?.ok ? (await answer.text()).trim().slice(0, 50) : "";
  if (!/^\d+\.\d+/.test(version)) return fine(what, "it tells none");
  if (Number(version.split(".")[0]) >= 2) return fine(what, `MLflow ${version}`);
  return wrong(
    what,
    `MLflow ${version}`,
    `Update the server: this program speaks ${mlflowVersion}.`,
  );
}
