import { basicAuthorization } from "./server-address.ts";

/** Whether and how what the machine does is logged beside a run. */
export interface SystemMetricsSettings {
  readonly isEnabled: boolean;
  readonly intervalMs: number;
  /** So many samples become one point. */
  readonly samplesBeforeLogging: number;
  /** Of this machine, where several train one model: `system/<node>/…`. */
  readonly nodeId: string | undefined;
}

/** What the `MLFLOW_*` environment variables say, read once at the first use. */
export interface Settings {
  readonly trackingUri: string | undefined;
  readonly experimentName: string | undefined;
  readonly experimentId: string | undefined;
  /** A run that `startRun` resumes. */
  readonly runId: string | undefined;
  /** `Authorization`, when a token or a user is given. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Seconds between attempts grow by this factor times a power of two. */
  readonly backoffFactor: number;
  readonly spoolFolder: string | undefined;
  readonly systemMetrics: SystemMetricsSettings;
  /** What is logged stays on disk until `mlflow sync` sends it. */
  readonly isOffline: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that MLflow's Python client reads, by the same names and with its defaults.
 * `MLFLOW_TS_SPOOL_DIR` and `MLFLOW_TS_OFFLINE` are ours.
 */
export function readSettings(env: Environment): Settings {
  return {
    trackingUri: textOf(env["MLFLOW_TRACKING_URI"]),
    experimentName: textOf(env["MLFLOW_EXPERIMENT_NAME"]),
    experimentId: textOf(env["MLFLOW_EXPERIMENT_ID"]),
    runId: textOf(env["MLFLOW_RUN_ID"]),
    headers: authorization(env),
    timeoutMs: numberOf(env["MLFLOW_HTTP_REQUEST_TIMEOUT"], 120) * 1000,
    maxRetries: numberOf(env["MLFLOW_HTTP_REQUEST_MAX_RETRIES"], 7),
    backoffFactor: numberOf(env["MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR"], 2),
    spoolFolder: textOf(env["MLFLOW_TS_SPOOL_DIR"]),
    systemMetrics: {
      isEnabled: /^(true|1)$/i.test(env["MLFLOW_ENABLE_SYSTEM_METRICS_LOGGING"] ?? ""),
      intervalMs: (numberOf(env["MLFLOW_SYSTEM_METRICS_SAMPLING_INTERVAL"], 0) || 10) * 1000,
      samplesBeforeLogging: Math.ceil(
        numberOf(env["MLFLOW_SYSTEM_METRICS_SAMPLES_BEFORE_LOGGING"], 0) || 1,
      ),
      nodeId: textOf(env["MLFLOW_SYSTEM_METRICS_NODE_ID"]),
    },
    isOffline: /^(1|true|yes|on)$/i.test(env["MLFLOW_TS_OFFLINE"] ?? ""),
  };
}

function authorization(env: Environment): Record<string, string> {
  const token = textOf(env["MLFLOW_TRACKING_TOKEN"]);
  const user = textOf(env["MLFLOW_TRACKING_USERNAME"]);
  if (user !== undefined) {
    return { authorization: basicAuthorization(user, env["MLFLOW_TRACKING_PASSWORD"] ?? "") };
  }
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function textOf(value: string | undefined): string | undefined {
  return value === undefined || value === "" ? undefined : value;
}

function numberOf(value: string | undefined, otherwise: number): number {
  const number = Number(value);
  return textOf(value) === undefined || !Number.isFinite(number) || number < 0 ? otherwise : number;
}
