import type { Client, TrackingContract } from "@mlflow-ts/contract";
import { createClient } from "./client.ts";
import { MlflowError } from "./mlflow-error.ts";
import { createRetryingFetch } from "./retrying-fetch.ts";
import type { Settings } from "./settings.ts";

export { readSettings } from "./settings.ts";

/** A tracking server, and how to reach it. */
export interface Connection {
  readonly trackingUri: string;
  /** Tries again when the server is away or busy: for calls that are waited for. */
  readonly client: Client<TrackingContract>;
  /** Says at once that the server is away: for what is sent in the background. */
  readonly background: Client<TrackingContract>;
}

/** @throws MlflowError INVALID_PARAMETER_VALUE when the URI is not a server's. */
export function connect(trackingUri: string, settings: Settings): Connection {
  const baseUrl = checkUri(trackingUri);
  const { headers, timeoutMs, backoffFactor, maxRetries } = settings;
  const clientWith = (retries: number) =>
    createClient({
      baseUrl,
      headers,
      fetch: createRetryingFetch({ timeoutMs, backoffFactor, maxRetries: retries }),
    });
  return { trackingUri: baseUrl, client: clientWith(maxRetries), background: clientWith(0) };
}

function checkUri(uri: string): string {
  const trimmed = uri.replace(/\/+$/, "");
  if (/^https?:\/\//.test(trimmed) && URL.canParse(trimmed)) return trimmed;
  throw new MlflowError(
    "INVALID_PARAMETER_VALUE",
    `The tracking URI '${uri}' is no server's address, such as http://127.0.0.1:8080. A database ` +
      "or folder is served by `mlflow server --backend-store-uri sqlite:///mlflow.db`.",
    400,
  );
}
