import { CloudArtifactStore } from "../cloud/cloud-artifact-store.ts";
import type { BucketLocation } from "../cloud/cloud-location.ts";
import { loadSdk } from "../cloud/load-sdk.ts";
import { GcsBucket } from "./gcs-bucket.ts";

/** How Google Cloud Storage is reached, beyond what its SDK finds by itself: credentials. */
export interface GcsSettings {
  /** Another server than Google's that speaks its protocol, without credentials. */
  readonly emulator?: string;
}

/** Failed requests are tried once more; clients try again after that by themselves. */
const RETRIES = { maxRetries: 1, totalTimeout: 20 };

/** A store in a bucket of Google Cloud Storage. */
export function openGcsStore(
  { bucket, folder }: BucketLocation,
  { emulator }: GcsSettings,
): CloudArtifactStore {
  const connect = async () => {
    const sdk = await loadSdk(
      "Google Cloud Storage",
      "@google-cloud/storage",
      () => import("@google-cloud/storage"),
    );
    const storage = new sdk.Storage({
      ...(emulator !== undefined && { apiEndpoint: emulator }),
      // An object is stored as a whole or not at all, so doing it again is harmless.
      retryOptions: { ...RETRIES, idempotencyStrategy: sdk.IdempotencyStrategy.RetryAlways },
    });
    return new GcsBucket(storage.bucket(bucket), emulator ?? storage.apiEndpoint);
  };
  return new CloudArtifactStore({ folder, connect, canSignParts: false });
}
