import type { Client, TrackingContract } from "@mlflow-ts/contract";

export type TrackingClient = Client<TrackingContract>;

/** What a command reads and writes. */
export interface Tracking {
  readonly uri: string;
  readonly client: TrackingClient;
}

/** Where `MLFLOW_TRACKING_URI` points, else as in MLflow `./mlruns` where runs are, or mlflow.db. */
export async function findTrackingUri(): Promise<string> {
  const named = process.env["MLFLOW_TRACKING_URI"];
  if (named) return named;
  await openDatabasesHere();
  const { getTrackingUri } = await import("@mlflow-ts/sdk/node");
  return getTrackingUri();
}

/** Databases and folders are opened in this process, once one is named. */
async function openDatabasesHere(): Promise<void> {
  const { useLocalBackend } = await import("@mlflow-ts/sdk/local-backend");
  useLocalBackend(async (uri) => (await import("@mlflow-ts/server/local")).openLocal(uri));
}

/**
 * Opens what a URI names: a server, a database or a folder. For what a person waits for a server
 * that is away is told at once, unless `MLFLOW_HTTP_REQUEST_MAX_RETRIES` or a long work asks for
 * attempts.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a URI that can't be opened.
 */
export async function openTracking(named?: string, { isPatient = false } = {}): Promise<Tracking> {
  const uri = named ?? (await findTrackingUri());
  await openDatabasesHere();
  const { connect, readSettings } = await import("@mlflow-ts/sdk/connection");
  const connection = connect(uri, readSettings(process.env));
  const wantsRetries = process.env["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] !== undefined;
  return {
    uri: connection.trackingUri,
    client: isPatient || wantsRetries ? connection.client : connection.background,
  };
}
