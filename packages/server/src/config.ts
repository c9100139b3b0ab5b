import type { DatabasePlace, AzureSettings, GcsSettings, S3Settings } from "@mlflow-ts/store";
import { ConfigError } from "./config/config-error.ts";
import { azureSettings } from "./config/azure-settings.ts";
import { artifactDestination, defaultArtifactRoot } from "./config/artifact-uri.ts";
import { DEFAULT_BACKEND_STORE_URI, backendPlace, holdsFileStore } from "./config/backend-uri.ts";
import { gcsSettings } from "./config/gcs-settings.ts";
import { s3Settings } from "./config/s3-settings.ts";
import { ServerSettings, type ServerFlags } from "./config/settings.ts";

export { ConfigError } from "./config/config-error.ts";
export { SERVER_OPTIONS, type ServerFlags, type ServerOption } from "./config/options.ts";

/** What the server needs to know, checked: flags and environment are read nowhere else. */
export interface ServerConfig {
  /** As given, for messages and `server-info`. */
  readonly backendStoreUri: string;
  /** The SQLite file, its path absolute, or the database of a network that `backendStoreUri` names. */
  readonly database: DatabasePlace;
  /** The same for people, without a password. */
  readonly databaseName: string;
  /** Where new experiments keep artifacts: `mlflow-artifacts:/`, an absolute path or a URI. */
  readonly defaultArtifactRoot: string;
  /** What is behind `mlflow-artifacts:/`: a folder's absolute path, or `s3://bucket/prefix`. */
  readonly artifactsDestination: string;
  /** The folders of this machine that artifacts may be in, where they are not those named above. */
  readonly artifactFolders?: readonly string[];
  readonly s3: S3Settings;
  readonly gcs: GcsSettings;
  readonly azure: AzureSettings;
  /** How long the URL of a download from a cloud is good for. */
  readonly downloadUrlS: number;
  readonly serveArtifacts: boolean;
  readonly artifactsOnly: boolean;
  readonly host: string;
  /** 0 lets the system choose a free port. */
  readonly port: number;
  /** Processes that share the port. */
  readonly workers: number;
  /** Empty, or a path such as `/mlflow` without a slash at its end. */
  readonly staticPrefix: string;
  /** Host headers to accept, `*` as a wildcard; undefined: localhost and private addresses. */
  readonly allowedHosts: readonly string[] | undefined;
  /** Origins to accept beside the server's own and localhost; `*` as a wildcard. */
  readonly corsAllowedOrigins: readonly string[];
  readonly xFrameOptions: "SAMEORIGIN" | "DENY" | "NONE";
  readonly disableSecurity: boolean;
  readonly logLevel: "info" | "debug";
  /** MLflow: over-long param and tag values are cut unless MLFLOW_TRUNCATE_LONG_VALUES is false. */
  readonly truncateLongValues: boolean;
}

/** More would mean a mistake: each is a process with connections of its own. */
const MAX_WORKERS = 256;

/** A configuration, and what to tell the person who gave it, one line each. */
export interface ParsedConfig {
  readonly config: ServerConfig;
  readonly notes: readonly string[];
}

/**
 * Turns flags and environment into a configuration; a flag wins over its variable.
 *
 * @example
 * const { config, notes } = parseConfig({ port: "8080" }, process.env);
 *
 * @throws ConfigError with one line that names the flag or variable, its value and what to do.
 */
export function parseConfig(
  flags: ServerFlags,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string = process.cwd(),
): ParsedConfig {
  const settings = new ServerSettings(flags, env);
  const notes = settings.notesOnIgnored();
  const serveArtifacts = settings.flag("serveArtifacts", true);
  const artifactsOnly = settings.flag("artifactsOnly", false);
  const backend = settings.text("backendStoreUri");
  if (artifactsOnly && backend && backend.value !== DEFAULT_BACKEND_STORE_URI) {
    throw new ConfigError(
      `--artifacts-only keeps no runs, so ${backend.source} must not be given (it is '${backend.value}').`,
    );
  }
  if (artifactsOnly && !serveArtifacts) {
    throw new ConfigError(
      "--artifacts-only and --no-serve-artifacts exclude each other: nothing would be served.",
    );
  }
  if (!backend && holdsFileStore(cwd)) {
    notes.push(
      "./mlruns holds runs of MLflow's file store, which is not read yet; using mlflow.db instead.",
    );
  }
  const backendStoreUri = backend?.value ?? DEFAULT_BACKEND_STORE_URI;
  const registry = settings.text("registryStoreUri");
  if (registry && registry.value !== backendStoreUri) {
    notes.push(`${registry.source} has no effect yet: registered models come later.`);
  }
  const { database, databaseName } = databaseOf(
    settings,
    backendStoreUri,
    backend?.source ?? "--backend-store-uri",
    cwd,
  );
  let workers = settings.integer("workers", 1, 1, MAX_WORKERS);
  if (workers > 1 && "path" in database && !artifactsOnly) {
    notes.push(
      "One process serves all: SQLite has one writer, so more workers would not be faster. " +
        "PostgreSQL takes them.",
    );
    workers = 1;
  }
  const disableSecurity = settings.flag("disableSecurityMiddleware", false);
  const allowedHosts = settings.list("allowedHosts");
  const corsAllowedOrigins = settings.list("corsAllowedOrigins") ?? [];
  notes.push(...securityNotes(disableSecurity, allowedHosts, corsAllowedOrigins));
  return {
    notes,
    config: {
      backendStoreUri,
      database,
      databaseName,
      defaultArtifactRoot: defaultArtifactRoot(
        settings.text("defaultArtifactRoot"),
        serveArtifacts,
        cwd,
      ),
      artifactsDestination: artifactDestination(settings.text("artifactsDestination"), cwd),
      s3: s3Settings(settings),
      gcs: gcsSettings(settings),
      azure: azureSettings(settings),
      // The longest that clouds sign for is seven days.
      downloadUrlS: settings.environmentInteger(
        "MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS",
        300,
        604_800,
      ),
      serveArtifacts,
      artifactsOnly,
      host: settings.text("host")?.value ?? "127.0.0.1",
      port: settings.integer("port", 5000, 0, 65535),
      workers,
      staticPrefix: staticPrefix(settings.text("staticPrefix")),
      allowedHosts,
      corsAllowedOrigins,
      xFrameOptions: settings.choice("xFrameOptions", ["SAMEORIGIN", "DENY", "NONE"], "SAMEORIGIN"),
      disableSecurity,
      logLevel: settings.flag("dev", false) ? "debug" : "info",
      truncateLongValues: settings.environmentFlag("MLFLOW_TRUNCATE_LONG_VALUES", true),
    },
  };
}

function databaseOf(
  settings: ServerSettings,
  uri: string,
  source: string,
  cwd: string,
): Pick<ServerConfig, "database" | "databaseName"> {
  const { database, name } = backendPlace(uri, source, cwd);
  const replica = settings.text("readReplicaBackendStoreUri");
  if (replica !== undefined && ("path" in database || database.networked.dialect === "mysql")) {
    throw new ConfigError(
      `${replica.source} needs a backend store in PostgreSQL, which ${source} is not.`,
    );
  }
  if ("path" in database) return { database, databaseName: name };
  if (replica !== undefined) {
    const { database: place, name: replicaName } = backendPlace(replica.value, replica.source, cwd);
    if ("path" in place || place.networked.dialect !== database.networked.dialect) {
      throw new ConfigError(
        `${replica.source} is '${replicaName}'; a replica of a PostgreSQL database is one, too.`,
      );
    }
  }
  const poolSize = settings.environmentInteger("MLFLOW_SQLALCHEMYSTORE_POOL_SIZE", 5, 1000);
  const overflow = settings.environmentInteger("MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW", 10, 1000);
  const recycle = settings.environmentInteger("MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE", 0, 1e9);
  return {
    database: {
      networked: {
        ...database.networked,
        readReplicaUri: replica?.value,
        maxConnections: poolSize + overflow,
        recycleSeconds: recycle,
      },
    },
    databaseName: name,
  };
}

function staticPrefix(setting: { value: string; source: string } | undefined): string {
  if (!setting) return "";
  const { value, source } = setting;
  if (/^(\/[\w.~-]+)+$/.test(value) && !/\/\.{1,2}(\/|$)/.test(value)) return value;
  throw new ConfigError(
    `${source} is '${value}'; it must be a path such as /mlflow: a '/' first, none at the end, ` +
      "letters, digits and . _ ~ - between.",
  );
}

function securityNotes(
  disabled: boolean,
  allowedHosts: readonly string[] | undefined,
  origins: readonly string[],
): string[] {
  if (disabled) {
    return ["Host, origin and frame checks are off: any web page you visit can reach this server."];
  }
  const notes: string[] = [];
  if (allowedHosts?.includes("*")) notes.push("--allowed-hosts is '*': every Host is accepted.");
  if (origins.includes("*")) {
    notes.push("--cors-allowed-origins is '*': any web page can read and write your runs.");
  }
  return notes;
}
