import type { ArtifactStore } from "./artifact-store.ts";
import { type AzureSettings, openAzureStore } from "./azure/open-azure-store.ts";
import type { CloudArtifactStore } from "./cloud/cloud-artifact-store.ts";
import { parseBucketUri, parseContainerUri } from "./cloud/cloud-location.ts";
import { type GcsSettings, openGcsStore } from "./gcs/open-gcs-store.ts";
import { LocalArtifactStore } from "./local-artifact-store.ts";
import { openS3Store } from "./s3/open-s3-store.ts";
import type { S3Settings } from "./s3/s3-settings.ts";

/** How clouds are reached, for each kind. */
export interface CloudSettings {
  readonly s3: S3Settings;
  readonly gcs: GcsSettings;
  readonly azure: AzureSettings;
}

/** The store in a cloud that a URI names, such as `s3://bucket/prefix`; undefined for other URIs. */
export function openCloudStore(
  uri: string,
  { s3, gcs, azure }: CloudSettings,
): CloudArtifactStore | undefined {
  const inS3 = parseBucketUri(uri, "s3");
  if (inS3) return openS3Store(inS3, s3);
  const inGcs = parseBucketUri(uri, "gs");
  if (inGcs) return openGcsStore(inGcs, gcs);
  const inAzure = parseContainerUri(uri);
  return inAzure && openAzureStore(inAzure, azure);
}

/**
 * The store at an artifacts destination: an absolute path, or a URI of a cloud. Asks nothing yet.
 *
 * @example
 * openArtifactStore("/srv/mlartifacts", settings);
 */
export function openArtifactStore(destination: string, settings: CloudSettings): ArtifactStore {
  return openCloudStore(destination, settings) ?? new LocalArtifactStore(destination);
}
