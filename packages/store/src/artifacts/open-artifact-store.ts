import type { ArtifactStore } from "./artifact-store.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";
import { S3ArtifactStore } from "./s3/s3-artifact-store.ts";
import { parseS3Uri } from "./s3/s3-location.ts";
import type { S3Settings } from "./s3/s3-settings.ts";

/** How clouds are reached, for each kind. */
export interface CloudSettings {
  readonly s3: S3Settings;
}

/** The store in a cloud that a URI names, such as `s3://bucket/prefix`; undefined for other URIs. */
export function openCloudStore(uri: string, { s3 }: CloudSettings): S3ArtifactStore | undefined {
  const location = parseS3Uri(uri);
  return location && new S3ArtifactStore(location, s3);
}

/**
 * The store at an artifacts destination: an absolute path, or a URI of a cloud. Asks nothing yet.
 *
 * @example
 * openArtifactStore("/srv/mlartifacts", { s3 });
 */
export function openArtifactStore(destination: string, settings: CloudSettings): ArtifactStore {
  return openCloudStore(destination, settings) ?? new LocalArtifactStore(destination);
}
