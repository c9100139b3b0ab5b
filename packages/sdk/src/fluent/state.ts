import { platform } from "#platform";
import { connect, type Connection } from "../connection.ts";
import { MlflowError } from "../mlflow-error.ts";
import { readSettings, type Settings } from "../settings.ts";

/** Which experiment runs are started in: by id, or by a name that is looked up when it is used. */
export interface ExperimentChoice {
  readonly experimentId?: string;
  readonly experimentName?: string;
}

const OFFLINE = "offline:";

let settings: Settings | undefined;
let trackingUri: string | undefined;
let connection: Connection | undefined;
let experiment: ExperimentChoice | undefined;

export function getSettings(): Settings {
  return (settings ??= readSettings(platform.env));
}

/** Where journals are: the folder that `offline:folder` names, or the environment. */
export function spoolFolder(): string | undefined {
  const uri = trackingUri ?? getSettings().trackingUri;
  const named = uri?.startsWith(OFFLINE) ? uri.slice(OFFLINE.length) : "";
  return named === "" ? getSettings().spoolFolder : named;
}

/**
 * Names where everything is logged to from now on: a server (`http://127.0.0.1:8080`), an SQLite
 * database (`sqlite:///mlflow.db`), a folder of MLflow's file store (`./mlruns`), or `offline:`,
 * where it waits on disk until `mlflow sync` sends it. A user and password in a server's address
 * (`https://user:password@host`) are sent with every request, and shown nowhere.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when it is none of these.
 * @example
 * mlflow.setTrackingUri("http://127.0.0.1:8080");
 */
export function setTrackingUri(uri: string): void {
  connection = connect(uri, getSettings());
  trackingUri = uri;
  experiment = undefined;
}

/**
 * Where everything is logged to: what was set, else `MLFLOW_TRACKING_URI`, else as in MLflow
 * `./mlruns` where runs are kept there, or `sqlite:///mlflow.db`; in a page its own server. A local
 * one is answered with its whole path, and none with the password that was set.
 *
 * @throws MlflowError INVALID_STATE when a page has no server of its own and none was named.
 * @example
 * console.log(mlflow.getTrackingUri());
 */
export function getTrackingUri(): string {
  return getConnection().trackingUri;
}

/**
 * Whether a tracking URI was set in this program or by `MLFLOW_TRACKING_URI`.
 *
 * @example
 * if (!mlflow.isTrackingUriSet()) mlflow.setTrackingUri("http://127.0.0.1:8080");
 */
export function isTrackingUriSet(): boolean {
  return (trackingUri ?? getSettings().trackingUri) !== undefined;
}

/** @throws MlflowError INVALID_STATE when a page has no server of its own and none was named. */
export function getConnection(): Connection {
  if (connection !== undefined) return connection;
  const uri = trackingUri ?? getSettings().trackingUri ?? platform.defaultUri();
  if (uri === undefined) {
    throw new MlflowError(
      "INVALID_STATE",
      'No tracking server is named: call mlflow.setTrackingUri("http://127.0.0.1:8080").',
      400,
    );
  }
  return (connection = connect(uri, getSettings()));
}

export function chooseExperiment(choice: ExperimentChoice): void {
  experiment = choice;
}

/** Where runs are started: what was set, else what the environment says, else the default one. */
export function chosenExperiment(): ExperimentChoice {
  if (experiment !== undefined) return experiment;
  const { experimentId, experimentName } = getSettings();
  if (experimentId !== undefined) return { experimentId };
  return experimentName === undefined ? { experimentId: "0" } : { experimentName };
}
