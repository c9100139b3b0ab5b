import { ArtifactPath } from "../artifact-path.ts";

/** A bucket, and the folder of it below which artifacts are kept. */
export interface S3Location {
  readonly bucket: string;
  readonly folder: ArtifactPath;
}

/**
 * Reads a URI such as `s3://bucket/prefix`.
 *
 * @example
 * parseS3Uri("s3://models/team")?.bucket; // "models"
 *
 * @returns undefined for one that names no bucket, or that holds a user, a query or a fragment.
 * @throws ApiError INVALID_PARAMETER_VALUE for a folder that no artifact may be in.
 */
export function parseS3Uri(uri: string): S3Location | undefined {
  const [, bucket = "", path = ""] = /^s3:\/\/([\w.-]+)(?:\/([^?#]*))?$/i.exec(uri) ?? [];
  if (bucket === "") return undefined;
  return { bucket, folder: ArtifactPath.fromSegments(path.split("/"), "artifact URI") };
}
