import { existsSync } from "node:fs";
import type { CloudSettings, Store } from "@mlflow-ts/store";

/** A server's database and artifacts, as its flags name them, opened without the server. */
export interface Backend {
  readonly store: Store;
  /** The database's address, for messages. */
  readonly uri: string;
  /** What is behind `mlflow-artifacts:/`: a folder's absolute path, or `s3://bucket/prefix`. */
  readonly artifactsDestination: string;
  readonly clouds: CloudSettings;
  close(): Promise<void>;
}

export interface BackendFlags {
  readonly backendStoreUri?: string;
  readonly artifactsDestination?: string;
}

/**
 * Opens the database that the server would serve with these flags, or, where neither they nor
 * `MLFLOW_BACKEND_STORE_URI` name one, that `MLFLOW_TRACKING_URI` names.
 *
 * @throws ConfigError in one line when it can't be opened, or is not there and not to be made.
 */
export async function openBackend(
  flags: BackendFlags,
  { isMade = false }: { isMade?: boolean } = {},
): Promise<Backend> {
  const { ConfigError, parseConfig } = await import("@mlflow-ts/server/config");
  const { closeStore, openStore } = await import("@mlflow-ts/store");
  const tracking = process.env["MLFLOW_TRACKING_URI"];
  const isNamed = flags.backendStoreUri ?? process.env["MLFLOW_BACKEND_STORE_URI"];
  const named = isNamed ? {} : isDatabase(tracking) ? { backendStoreUri: tracking } : {};
  const { config } = parseConfig({ ...named, ...flags }, process.env);
  const { database, databaseName, backendStoreUri, artifactsDestination } = config;
  if (!isMade && "path" in database && !existsSync(database.path)) {
    throw new ConfigError(
      `There is no database at ${database.path}; name one with --backend-store-uri sqlite:///<file>.`,
    );
  }
  try {
    const store = await openStore({ ...database, artifactRoot: config.defaultArtifactRoot });
    const close = (): Promise<void> => closeStore(store);
    const uri = "path" in database ? backendStoreUri : databaseName;
    return { store, uri, artifactsDestination, clouds: config, close };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`The database ${databaseName} cannot be opened: ${reason}.`);
  }
}

function isDatabase(uri: string | undefined): uri is string {
  return uri !== undefined && /^(sqlite|postgres(ql)?|mysql|mariadb)(\+\w+)?:/.test(uri);
}
