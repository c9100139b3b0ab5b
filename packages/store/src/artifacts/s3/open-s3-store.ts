import { CloudArtifactStore } from "../cloud/cloud-artifact-store.ts";
import type { BucketLocation } from "../cloud/cloud-location.ts";
import { loadPresigner } from "./load-s3-sdk.ts";
import { openS3Bucket } from "./s3-bucket.ts";
import { S3ObjectBucket } from "./s3-object-bucket.ts";
import type { S3Settings } from "./s3-settings.ts";

/** A store in a bucket of Amazon S3, or of another server that speaks its protocol. */
export function openS3Store(
  { bucket, folder }: BucketLocation,
  settings: S3Settings,
): CloudArtifactStore {
  const connect = async () => {
    const opened = await openS3Bucket(bucket, settings);
    // Better missing at the start than at the first URL.
    await loadPresigner();
    return new S3ObjectBucket(opened, settings.uploadArguments);
  };
  return new CloudArtifactStore({ folder, connect, canSignParts: true });
}
