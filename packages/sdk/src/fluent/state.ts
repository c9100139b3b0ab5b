import { platform } from "#platform";
import { connect, type Connection } from "../connection.ts";
import { MlflowError } from "../mlflow-error.ts";
import { readSettings, type Settings } from "../settings.ts";

let settings: Settings | undefined;
let trackingUri: string | undefined;
let connection: Connection | undefined;
let experimentId: string | undefined;

export function getSettings(): Settings {
  return (settings ??= readSettings(platform.env));
}

/**
 * Names the server that everything is logged to from now on.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is not a server's address.
 * @example
 * mlflow.setTrackingUri("http://127.0.0.1:8080");
 */
export function setTrackingUri(uri: string): void {
  connection = connect(uri, getSettings());
  trackingUri = uri;
  experimentId = undefined;
}

/** The server that is logged to: the one set, `MLFLOW_TRACKING_URI`, or in a page its own. */
export function getTrackingUri(): string | undefined {
  return trackingUri ?? getSettings().trackingUri ?? platform.origin;
}

/** @throws MlflowError INVALID_STATE when no server was named. */
export function getConnection(): Connection {
  if (connection !== undefined) return connection;
  const uri = getTrackingUri();
  if (uri === undefined) {
    throw new MlflowError(
      "INVALID_STATE",
      'No tracking server is named: call mlflow.setTrackingUri("http://127.0.0.1:8080") or set MLFLOW_TRACKING_URI.',
      400,
    );
  }
  return (connection = connect(uri, getSettings()));
}

export function useExperiment(id: string): void {
  experimentId = id;
}

/** The experiment that was set in this program, if one was. */
export function findSetExperiment(): string | undefined {
  return experimentId;
}
