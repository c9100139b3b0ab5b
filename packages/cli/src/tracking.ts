import type { Client, TrackingContract } from "@mlflow-ts/contract";

export type TrackingClient = Client<TrackingContract>;

/** What a command reads and writes. */
export interface Tracking {
  readonly uri: string;
  readonly client: TrackingClient;
}

/** MLflow's default, in the current folder. */
const DEFAULT_URI = "sqlite:///mlflow.db";

/** Where `MLFLOW_TRACKING_URI` points. */
export function trackingUri(): string {
  return process.env["MLFLOW_TRACKING_URI"] || DEFAULT_URI;
}

/**
 * Opens the server that a URI names, for what a person waits for: a server that is away is told at
 * once, unless `MLFLOW_HTTP_REQUEST_MAX_RETRIES` or a long work asks for attempts.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a URI that can't be opened.
 */
export async function openTracking(
  uri: string = trackingUri(),
  { isPatient = false } = {},
): Promise<Tracking> {
  const { connect, readSettings, useLocalBackend } = await import("@mlflow-ts/sdk/connection");
  useLocalBackend(async (local) => (await import("@mlflow-ts/server/local")).openLocal(local));
  const connection = connect(uri, readSettings(process.env));
  const wantsRetries = process.env["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] !== undefined;
  return {
    uri: connection.trackingUri,
    client: isPatient || wantsRetries ? connection.client : connection.background,
  };
}
