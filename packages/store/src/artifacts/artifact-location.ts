import { ApiError, countCharacters, shown } from "@mlflow-ts/contract";
import { decodeFully } from "./artifact-path.ts";
import { parseArtifactUri, schemeOf } from "./artifact-uri.ts";
import { findLocalRoot } from "./artifact-places.ts";

const MAX_LENGTH = 2048;

/** Schemes whose URI names a host that a server would have to connect to. */
const HOST_SCHEMES: ReadonlySet<string> = new Set(
  "ftp sftp hdfs viewfs http https r2 b2 abfss".split(" "),
);

/** What the operator has configured. */
export interface LocationPolicy {
  /** Where new experiments keep artifacts; its host is trusted. */
  readonly artifactRoot: string;
  /** The folders that this server may use, absolute. */
  readonly localArtifactRoots: readonly string[];
}

/**
 * Checks the `artifact_location` that a client wants for a new experiment.
 *
 * @returns the location to store: a local path made absolute, as MLflow does.
 * @throws ApiError INVALID_PARAMETER_VALUE.
 */
export function checkArtifactLocation(location: string, policy: LocationPolicy): string {
  if (countCharacters(location) > MAX_LENGTH) {
    throw ApiError.invalidParameter(
      `Invalid artifact path length. 'artifact_location' has more than ${MAX_LENGTH} characters.`,
    );
  }
  const decoded = decodeFully(location);
  if (decoded === undefined || /[\p{Cc}\\]/u.test(decoded) || /^[a-z]:/i.test(decoded)) {
    throw invalid(location, "it must be a URI or a path with forward slashes");
  }
  const [, path = "", query = "", end = ""] = /^([^?#]*)([^#]*)(.*)$/su.exec(decoded) ?? [];
  if (end !== "" || path.includes(";")) {
    throw ApiError.invalidParameter("'artifact_location' URL can't include fragments or params.");
  }
  if (query.includes("..")) throw ApiError.invalidParameter("Invalid query string");
  if (path.split("/").includes("..")) throw invalid(location, "it must not hold '..'");
  const scheme = schemeOf(decoded);
  if (scheme === "runs") {
    throw ApiError.invalidParameter(
      `Artifact location cannot be a runs:/ URI. Given: '${location}'`,
    );
  }
  refuseOtherHost(location, scheme, policy);
  const place = parseArtifactUri(location, "artifact_location");
  if (place.kind === "foreign") return location;
  if (query !== "") throw invalid(location, "only a cloud storage's URI may have a query");
  if (place.kind === "served") return location;
  if (findLocalRoot(place.folder, policy.localArtifactRoots) === undefined) {
    throw invalid(
      location,
      "it is a folder of the server's machine outside those that its operator has configured, " +
        "see --artifacts-destination and --default-artifact-root",
    );
  }
  if (scheme === "") return place.folder;
  return location.startsWith("file:/") ? location : `file://${place.folder}`;
}

function refuseOtherHost(location: string, scheme: string, { artifactRoot }: LocationPolicy): void {
  const namesHost = HOST_SCHEMES.has(scheme) || /^mlflow-artifacts:\/\/[^/]/i.test(location);
  if (!namesHost || originOf(location) === originOf(artifactRoot)) return;
  throw ApiError.invalidParameter(
    `'artifact_location' cannot use the '${scheme}' scheme: its URI names a host, and the server ` +
      "uses none but that of its own --default-artifact-root.",
  );
}

/** Scheme, host and port: `https://host:8080`. */
function originOf(uri: string): string {
  return /^[^/]*\/\/[^/?#]*/.exec(uri)?.[0].toLowerCase() ?? "";
}

function invalid(location: string, reason: string): ApiError {
  return ApiError.invalidParameter(
    `Invalid value ${shown(location)} for 'artifact_location': ${reason}.`,
  );
}
