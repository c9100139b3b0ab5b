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
    throw new ConfigError(
      `${source} is '${withoutUser(value)}'; such a URI must not hold '..', '?' or '#'.`,
    );
  }
  return value;
}

/**
 * What stands behind `mlflow-artifacts:/`: the absolute path of a folder, or a bucket's URI.
 *
 * @throws ConfigError for any other place.
 */
export function artifactDestination(setting: Setting | undefined, cwd: string): string {
  const { value, source } = setting ?? { value: "./mlartifacts", source: "" };
  if (!hasScheme(value)) return resolve(cwd, value);
  if (/^s3:/i.test(value)) return bucketUri(value, source);
  const path = value.startsWith("file:") ? localPath(value) : undefined;
  if (path !== undefined) return path;
  throw new ConfigError(
    `${source} is '${withoutUser(value)}': only a local folder or an S3 bucket can keep artifacts ` +
      "now (GCS and Azure come later); use a path such as ./mlartifacts or file:///absolute/path, or " +
      "s3://bucket/prefix.",
  );
}

function bucketUri(uri: string, source: string): string {
  const isBucket =
    /^s3:\/\/[\w.-]+(\/[^?#]*)?$/i.test(uri) && !/\/\.{0,2}\/|\/\.{1,2}$/.test(uri.slice(5));
  if (isBucket) return uri.replace(/\/+$/, "").replace(/^s3/i, "s3");
  throw new ConfigError(
    `${source} is '${withoutUser(uri)}'; an S3 bucket is named like s3://bucket/prefix, without a user, ` +
      "'..', '//', '?' or '#'.",
  );
}

function withoutUser(uri: string): string {
  return uri.replace(/:\/\/[^/]*@/, "://***@");
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
