import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "./config-error.ts";
import type { Setting } from "./settings.ts";

const PROXY_ROOT = "mlflow-artifacts:/";

/** The clouds that can keep artifacts, as their URIs are written. */
const PLACES = {
  s3: "s3://bucket/prefix",
  gs: "gs://bucket/prefix",
  wasbs: "wasbs://container@account.blob.core.windows.net/prefix",
} as const;
const BUCKET = /^\/\/[\w.-]+(\/[^?#]*)?$/;
const CONTAINER =
  /^\/\/[\w$-]+@[a-z0-9]+\.blob\.core\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net)(\/[^?#]*)?$/i;
/** An empty segment, `.` or `..`. */
const LEADS_ASTRAY = /\/\.{0,2}\/|\/\.{1,2}$/;

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
  if (/^(s3|gs|wasbs):/i.test(value)) return cloudUri(value, source);
  const path = value.startsWith("file:") ? localPath(value) : undefined;
  if (path !== undefined) return path;
  throw new ConfigError(
    `${source} is '${withoutUser(value)}': artifacts can be kept in a local folder or in a cloud; use ` +
      `a path such as ./mlartifacts or file:///absolute/path, or ${PLACES.s3}, ${PLACES.gs} or ${PLACES.wasbs}.`,
  );
}

function cloudUri(uri: string, source: string): string {
  const [scheme = "", rest = ""] = uri.split(/:(.*)/s);
  const kind = scheme.toLowerCase();
  const isPlace =
    (kind === "wasbs" ? CONTAINER : BUCKET).test(rest) && !LEADS_ASTRAY.test(rest.slice(2));
  if (isPlace) return `${kind}:${rest.replace(/\/+$/, "")}`;
  throw new ConfigError(
    `${source} is '${withoutUser(uri)}'; such a place is named like ${PLACES[kind as keyof typeof PLACES]}, ` +
      "without a password, '..', '//', '?' or '#'.",
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
