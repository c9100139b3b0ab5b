import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "./config-error.ts";
import type { Setting } from "./settings.ts";

const PROXY_ROOT = "mlflow-artifacts:/";

/**
 * Where new experiments keep their artifacts. MLflow: with serving on, the proxy's URI; with
 * serving off and a database, `./mlruns`; a local path becomes absolute, a URI stays as it is.
 */
export function defaultArtifactRoot(
  setting: Setting | undefined,
  serveArtifacts: boolean,
  cwd: string,
): string {
  if (!setting) return serveArtifacts ? PROXY_ROOT : resolve(cwd, "mlruns");
  const { value, source } = setting;
  if (!hasScheme(value)) return resolve(cwd, value);
  if (/[?#]|\/\.\.(\/|$)/.test(value)) {
    throw new ConfigError(`${source} is '${value}'; such a URI must not hold '..', '?' or '#'.`);
  }
  return value;
}

/**
 * The absolute path of the folder behind `mlflow-artifacts:/`.
 *
 * @throws ConfigError for a place that is not a local folder.
 */
export function artifactDestination(setting: Setting | undefined, cwd: string): string {
  const { value, source } = setting ?? { value: "./mlartifacts", source: "" };
  if (!hasScheme(value)) return resolve(cwd, value);
  const path = value.startsWith("file:") ? localPath(value) : undefined;
  if (path !== undefined) return path;
  throw new ConfigError(
    `${source} is '${value}': only a local folder can keep artifacts now (S3, GCS and Azure come ` +
      "later); use a path such as ./mlartifacts or file:///absolute/path.",
  );
}

/** A letter and a colon is a Windows drive, not a scheme. */
function hasScheme(value: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(value);
}

function localPath(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
