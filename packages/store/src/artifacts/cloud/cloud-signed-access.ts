import { ApiError } from "@mlflow-ts/contract";
import type { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactStat, SignedAccess, SignedParts } from "../artifact-store.ts";
import { missingArtifact } from "../storage-error.ts";
import type { BucketSigner, CloudBucket } from "./cloud-bucket.ts";
import { toPartsError } from "./cloud-error.ts";

const MAX_PARTS = 10_000;

/** What it needs of the store whose objects it signs URLs of. */
interface SignedStore {
  keyOf(path: ArtifactPath): string;
  ask<T>(path: ArtifactPath, request: (bucket: CloudBucket) => Promise<T>): Promise<T>;
  stat(path: ArtifactPath): Promise<ArtifactStat | undefined>;
}

/** URLs with which clients store and fetch objects past the server. */
export function signedAccess(
  store: SignedStore,
  { canSignParts }: { canSignParts: boolean },
): SignedAccess {
  return {
    async signDownload(path, options) {
      const found = await store.stat(path);
      if (found?.kind !== "file") throw missingArtifact(path);
      const signed = await store.ask(path, async (bucket) =>
        signerOf(bucket).signDownload(store.keyOf(path), options),
      );
      return { ...signed, sizeBytes: found.sizeBytes };
    },
    signUpload: (path, options) =>
      store.ask(path, async (bucket) => signerOf(bucket).signUpload(store.keyOf(path), options)),
    ...(canSignParts && { parts: signedParts(store) }),
  };
}

function signedParts(store: SignedStore): SignedParts {
  return {
    async begin(path, count) {
      if (!Number.isInteger(count) || count < 1 || count > MAX_PARTS) {
        throw ApiError.invalidParameter(
          `Invalid value ${count} for 'num_parts': it must be a whole number from 1 to ${MAX_PARTS}.`,
        );
      }
      return store.ask(path, async (bucket) => partsOf(bucket).begin(store.keyOf(path), count));
    },
    async complete(path, uploadId, parts) {
      const ordered = parts.toSorted((a, b) => a.partNumber - b.partNumber);
      await store.ask(path, (bucket) =>
        partsOf(bucket)
          .complete(store.keyOf(path), uploadId, ordered)
          .catch((error: unknown) => {
            throw toPartsError(bucket, error);
          }),
      );
    },
    async abort(path, uploadId) {
      await store.ask(path, (bucket) =>
        partsOf(bucket)
          .abort(store.keyOf(path), uploadId)
          .catch((error: unknown) => {
            throw toPartsError(bucket, error);
          }),
      );
    },
  };
}

function signerOf({ signer, noun }: CloudBucket): BucketSigner {
  if (signer !== undefined) return signer;
  throw ApiError.notImplemented(`The server's credentials can't sign URLs of its ${noun}.`);
}

function partsOf(bucket: CloudBucket): NonNullable<BucketSigner["parts"]> {
  const { parts } = signerOf(bucket);
  if (parts !== undefined) return parts;
  throw ApiError.notImplemented(`The ${bucket.noun} takes no parts by signed URLs.`);
}
