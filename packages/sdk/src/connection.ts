import { platform } from "#platform";
import { type Call, createClient, toClient, type TrackingClient } from "./client.ts";
import { findLocalBackend, type LocalBackend, type OpenLocalBackend } from "./local-backend.ts";
import { MlflowError } from "./mlflow-error.ts";
import { createRetryingFetch } from "./retrying-fetch.ts";
import { divideAddress, withoutPassword, withoutSecrets } from "./server-address.ts";
import type { Settings } from "./settings.ts";

export { useLocalBackend } from "./local-backend.ts";
export { readSettings } from "./settings.ts";

/** Where runs are kept, and how to reach it. */
export interface Connection {
  readonly trackingUri: string;
  /** `local`: a database or folder of this machine; `offline`: what is logged waits on disk. */
  readonly kind: "server" | "local" | "offline";
  /** Tries again when the server is away or busy: for calls that are waited for. */
  readonly client: TrackingClient;
  /** Says at once that the server is away: for what is sent in the background. */
  readonly background: TrackingClient;
}

const SERVER = /^https?:\/\//;
const DATABASE = /^(sqlite|postgresql|postgres|mysql|mariadb)(\+\w+)?:/;
const OFFLINE = "offline:";

/** @throws MlflowError INVALID_PARAMETER_VALUE when the URI is none that runs can be kept at. */
export function connect(trackingUri: string, settings: Settings): Connection {
  const uri = trackingUri.replace(/(?<!:\/)\/+$/, "");
  if (settings.isOffline || uri.startsWith(OFFLINE)) return stayOffline(divideAddress(uri).baseUrl);
  if (SERVER.test(uri)) return connectToServer(uri, settings);
  const isFolder = uri.startsWith("file:") || !/^[a-z][\w+.-]+:/i.test(uri);
  const open = findLocalBackend();
  if (open !== undefined && (isFolder || DATABASE.test(uri))) {
    return openLocally(platform.absoluteUri(trackingUri), open);
  }
  throw new MlflowError(
    "INVALID_PARAMETER_VALUE",
    `The tracking URI '${withoutSecrets(trackingUri)}' is none that runs can be kept at` +
      `${open === undefined ? " from here" : ""}: it must be a server's address, such as ` +
      `http://127.0.0.1:8080${open === undefined ? "" : ", a database, such as sqlite:///mlflow.db, or a folder of MLflow's file store"}.`,
    400,
  );
}

function connectToServer(uri: string, settings: Settings): Connection {
  if (!URL.canParse(uri)) {
    const message =
      `'${withoutSecrets(uri)}' is no address` +
      (uri.includes("@") ? ": in a user or password write @ as %40, / as %2F and : as %3A." : ".");
    throw new MlflowError("INVALID_PARAMETER_VALUE", message, 400);
  }
  const { headers, timeoutMs, backoffFactor, maxRetries } = settings;
  const clientWith = (retries: number) =>
    createClient({
      baseUrl: uri,
      headers,
      fetch: createRetryingFetch({ timeoutMs, backoffFactor, maxRetries: retries }),
    });
  const [client, background] = [clientWith(maxRetries), clientWith(0)];
  // What is shown and written to disk goes without the password.
  return { trackingUri: divideAddress(uri).baseUrl, kind: "server", client, background };
}

/** Opened at the first call; a start that failed is tried again at the next. */
function openLocally(uri: string, open: OpenLocalBackend): Connection {
  const trackingUri = withoutPassword(uri);
  let opened: Promise<LocalBackend> | undefined;
  const client = toClient(async (...call) => {
    try {
      opened ??= open(uri);
      const backend = await opened.catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return await backend.call(...call);
    } catch (error) {
      throw toMlflowError(error, trackingUri);
    }
  });
  return { trackingUri, kind: "local", client, background: client };
}

function stayOffline(trackingUri: string): Connection {
  const refuse: Call = async (name) => {
    throw new MlflowError(
      "CONNECTION_FAILED",
      `${name} needs a server, and this program is offline: what it logs waits on disk until ` +
        "`mlflow sync` sends it.",
      0,
    );
  };
  const client = toClient(refuse);
  return { trackingUri: withoutPassword(trackingUri), kind: "offline", client, background: client };
}

function toMlflowError(error: unknown, trackingUri: string): MlflowError {
  if (error instanceof MlflowError) return error;
  if (error instanceof Error && "errorCode" in error && "status" in error) {
    const { errorCode, message, status } = error;
    return new MlflowError(String(errorCode), message, Number(status), { cause: error });
  }
  // By its name, as the file that keeps databases has a class of its own.
  if (error instanceof Error && error.name === "UnreachableError") {
    const message = `Could not reach the database ${trackingUri}: ${error.message}`;
    return new MlflowError("CONNECTION_FAILED", message, 0, { cause: error });
  }
  return new MlflowError("INTERNAL_ERROR", String(error), 500, { cause: error });
}
