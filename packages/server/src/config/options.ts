/** What the command line hands over: the text of each flag that was given. */
export interface ServerFlags {
  backendStoreUri?: string;
  readReplicaBackendStoreUri?: string;
  registryStoreUri?: string;
  defaultArtifactRoot?: string;
  serveArtifacts?: boolean;
  artifactsOnly?: boolean;
  artifactsDestination?: string;
  host?: string;
  port?: string;
  workers?: string;
  staticPrefix?: string;
  allowedHosts?: string;
  corsAllowedOrigins?: string;
  disableSecurityMiddleware?: boolean;
  xFrameOptions?: string;
  gunicornOpts?: string;
  waitressOpts?: string;
  uvicornOpts?: string;
  dev?: boolean;
  exposePrometheus?: string;
  appName?: string;
  traceArchivalConfig?: string;
  secretsCacheTtl?: string;
  secretsCacheMaxSize?: string;
  workspaceStoreUri?: string;
  enableWorkspaces?: boolean;
}

/** One setting of `mlflow server`, as the command line shows it and the environment names it. */
export interface ServerOption {
  readonly name: keyof ServerFlags;
  /** In commander's notation, e.g. `-p, --port <number>`. */
  readonly flag: string;
  /** For a switch that is on: the flag that turns it off. */
  readonly offFlag?: string;
  /** The environment variable that mirrors the flag. */
  readonly env?: string;
  readonly help: string;
  /** Accepted so that scripts made for MLflow run, but without effect; told when it is given. */
  readonly ignored?: string;
  /** Asks for something that is not there; starting without it would mislead. */
  readonly refused?: string;
}

const NO_OTHER_SERVER = "there is no other server below this one to configure";

/** MLflow 3.17.2's flags of `mlflow server`, in the order of its help. */
export const SERVER_OPTIONS: readonly ServerOption[] = [
  {
    name: "backendStoreUri",
    flag: "--backend-store-uri <uri>",
    env: "MLFLOW_BACKEND_STORE_URI",
    help: "database of experiments and runs: SQLite, PostgreSQL or MySQL (default: sqlite:///mlflow.db)",
  },
  {
    name: "readReplicaBackendStoreUri",
    flag: "--read-replica-backend-store-uri <uri>",
    env: "MLFLOW_READ_REPLICA_BACKEND_STORE_URI",
    help: "a replica of a PostgreSQL database, for searches, histories and charts",
  },
  {
    name: "registryStoreUri",
    flag: "--registry-store-uri <uri>",
    env: "MLFLOW_REGISTRY_STORE_URI",
    help: "database of registered models (default: the backend store)",
  },
  {
    name: "defaultArtifactRoot",
    flag: "--default-artifact-root <uri>",
    env: "MLFLOW_DEFAULT_ARTIFACT_ROOT",
    help: "where new experiments keep artifacts (default: mlflow-artifacts:/ when serving them, else ./mlruns)",
  },
  {
    name: "serveArtifacts",
    flag: "--serve-artifacts",
    offFlag: "--no-serve-artifacts",
    env: "MLFLOW_SERVE_ARTIFACTS",
    help: "take uploads and downloads of artifacts through this server (default: on)",
  },
  {
    name: "artifactsOnly",
    flag: "--artifacts-only",
    env: "MLFLOW_ARTIFACTS_ONLY",
    help: "serve artifacts and nothing else",
  },
  {
    name: "artifactsDestination",
    flag: "--artifacts-destination <uri>",
    env: "MLFLOW_ARTIFACTS_DESTINATION",
    help: "folder, or bucket (s3://bucket/prefix, gs://…, wasbs://…), behind mlflow-artifacts:/ (default: ./mlartifacts)",
  },
  {
    name: "host",
    flag: "-h, --host <host>",
    env: "MLFLOW_HOST",
    help: "network interface to listen on (default: 127.0.0.1; 0.0.0.0 for all)",
  },
  {
    name: "port",
    flag: "-p, --port <number>",
    env: "MLFLOW_PORT",
    help: "port to listen on (default: 5000)",
  },
  {
    name: "workers",
    flag: "-w, --workers <number>",
    env: "MLFLOW_WORKERS",
    help: "processes that share the port, on PostgreSQL or MySQL (default: 1)",
  },
  {
    name: "staticPrefix",
    flag: "--static-prefix <path>",
    env: "MLFLOW_STATIC_PREFIX",
    help: "path in front of every address, e.g. /mlflow",
  },
  {
    name: "allowedHosts",
    flag: "--allowed-hosts <list>",
    env: "MLFLOW_SERVER_ALLOWED_HOSTS",
    help: "Host headers to accept, comma-separated, * as a wildcard (default: localhost and private addresses)",
  },
  {
    name: "corsAllowedOrigins",
    flag: "--cors-allowed-origins <list>",
    env: "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS",
    help: "origins of other web pages to accept, comma-separated, * as a wildcard (default: localhost)",
  },
  {
    name: "disableSecurityMiddleware",
    flag: "--disable-security-middleware",
    env: "MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE",
    help: "turn the Host, origin and frame checks off; dangerous",
  },
  {
    name: "xFrameOptions",
    flag: "--x-frame-options <value>",
    env: "MLFLOW_SERVER_X_FRAME_OPTIONS",
    help: "SAMEORIGIN (default), DENY or NONE",
  },
  {
    name: "gunicornOpts",
    flag: "--gunicorn-opts <text>",
    env: "MLFLOW_GUNICORN_OPTS",
    help: "accepted and ignored",
    ignored: NO_OTHER_SERVER,
  },
  {
    name: "waitressOpts",
    flag: "--waitress-opts <text>",
    help: "accepted and ignored",
    ignored: NO_OTHER_SERVER,
  },
  {
    name: "uvicornOpts",
    flag: "--uvicorn-opts <text>",
    env: "MLFLOW_UVICORN_OPTS",
    help: "accepted and ignored",
    ignored: NO_OTHER_SERVER,
  },
  { name: "dev", flag: "--dev", help: "log every request (it does not reload changed files)" },
  {
    name: "exposePrometheus",
    flag: "--expose-prometheus <folder>",
    env: "MLFLOW_EXPOSE_PROMETHEUS",
    help: "accepted and ignored: /metrics is always served",
    ignored: "/metrics is always served, and needs no folder",
  },
  {
    name: "appName",
    flag: "--app-name <name>",
    help: "not supported yet",
    refused: "accounts and permissions (basic-auth) come later",
  },
  {
    name: "traceArchivalConfig",
    flag: "--trace-archival-config <file>",
    env: "MLFLOW_TRACE_ARCHIVAL_CONFIG",
    help: "not supported yet",
    refused: "traces come later",
  },
  {
    name: "secretsCacheTtl",
    flag: "--secrets-cache-ttl <seconds>",
    help: "accepted and ignored",
    ignored: "no secrets are kept",
  },
  {
    name: "secretsCacheMaxSize",
    flag: "--secrets-cache-max-size <number>",
    help: "accepted and ignored",
    ignored: "no secrets are kept",
  },
  {
    name: "workspaceStoreUri",
    flag: "--workspace-store-uri <uri>",
    env: "MLFLOW_WORKSPACE_STORE_URI",
    help: "accepted and ignored",
    ignored: "workspaces are not enabled",
  },
  {
    name: "enableWorkspaces",
    flag: "--enable-workspaces",
    offFlag: "--disable-workspaces",
    env: "MLFLOW_ENABLE_WORKSPACES",
    help: "not supported yet",
    refused: "workspaces come later",
  },
];
