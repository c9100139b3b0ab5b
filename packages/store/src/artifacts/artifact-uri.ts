import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ApiError, shown } from "@mlflow-ts/contract";
import { ArtifactPath } from "./artifact-path.ts";

/** What an artifact URI names, as seen from this server. */
export type ArtifactLocation =
  /** Below the artifacts destination, which clients reach through this server. */
  | { readonly kind: "served"; readonly path: ArtifactPath }
  /** A folder on this machine, absolute. */
  | { readonly kind: "local"; readonly folder: string }
  | { readonly kind: "foreign"; readonly scheme: string };

const ROUTE = /\/(?:api|ajax-api)\/2\.0\/mlflow-artifacts\/artifacts(?:\/|$)/;

/** The scheme in lower case; empty for a path. One letter and a colon is a Windows drive. */
export function schemeOf(uri: string): string {
  return /^([a-z][a-z0-9+.-]+):/i.exec(uri)?.[1]?.toLowerCase() ?? "";
}

/**
 * Reads the artifact URI of a run, experiment or logged model.
 *
 * MLflow: whatever host an `mlflow-artifacts` or `http` URI names, the server takes it for itself.
 *
 * @param field the request's or row's field, for the message
 *
 * @example
 * parseArtifactUri("mlflow-artifacts:/1/ab12/artifacts", "artifact_uri"); // served: 1/ab12/artifacts
 *
 * @throws ApiError INVALID_PARAMETER_VALUE for a URI that does not name a place.
 */
export function parseArtifactUri(uri: string, field: string): ArtifactLocation {
  const scheme = schemeOf(uri);
  if (uri === "") throw ApiError.invalidParameter(`Invalid URI "" in '${field}': it is empty.`);
  if (scheme === "") return { kind: "local", folder: resolve(uri) };
  if (scheme === "file") return { kind: "local", folder: toFolder(uri, field) };
  const [path = ""] = uri.slice(scheme.length + 1).split(/[?#]/);
  if (scheme === "mlflow-artifacts") {
    return served(path.replace(/^\/\/[^/]*/, ""), field);
  }
  if (scheme === "http" || scheme === "https") {
    const [, below] = path.split(ROUTE);
    if (below !== undefined) return served(below, field);
  }
  return { kind: "foreign", scheme };
}

function served(path: string, field: string): ArtifactLocation {
  return { kind: "served", path: ArtifactPath.parse(path.replace(/^\/+/, ""), field) };
}

function toFolder(uri: string, field: string): string {
  const rest = uri.slice("file:".length);
  try {
    // MLflow: `file:folder` is relative to where the server runs.
    if (!rest.startsWith("/")) return resolve(decodeURIComponent(rest));
    return fileURLToPath(uri);
  } catch {
    throw ApiError.invalidParameter(
      `Invalid URI ${shown(uri)} in '${field}': a file URI must be like file:///absolute/path.`,
    );
  }
}
