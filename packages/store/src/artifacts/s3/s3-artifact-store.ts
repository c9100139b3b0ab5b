import { ApiError } from "@mlflow-ts/contract";
import { ArtifactPath } from "../artifact-path.ts";
import type {
  ArtifactEntry,
  ArtifactStat,
  ArtifactStore,
  OpenedArtifact,
  SignedAccess,
} from "../artifact-store.ts";
import { missingArtifact, notAFile } from "../storage-error.ts";
import { deleteKeys } from "./s3-delete.ts";
import { hasKeys, listFolder } from "./s3-list.ts";
import { openObject } from "./open-object.ts";
import { openS3Bucket, type S3Bucket } from "./s3-bucket.ts";
import { explainBucket, isMissingObject, toS3Error } from "./s3-error.ts";
import type { S3Location } from "./s3-location.ts";
import type { S3Settings } from "./s3-settings.ts";
import { loadPresigner } from "./load-s3-sdk.ts";
import { S3SignedAccess } from "./s3-signed-access.ts";
import { uploadObject } from "./s3-upload.ts";

/**
 * Keeps artifacts as objects in a bucket of Amazon S3 or of another server that speaks its
 * protocol, under the keys that MLflow gives them. What else is in the bucket is hidden where no
 * path can name it. Nothing is asked before the first use.
 *
 * @example
 * new S3ArtifactStore({ bucket: "models", folder: ArtifactPath.root }, settings);
 */
export class S3ArtifactStore implements ArtifactStore {
  readonly #location: S3Location;
  readonly #settings: S3Settings;
  #bucket: Promise<S3Bucket> | undefined;
  readonly signed: SignedAccess;

  constructor(location: S3Location, settings: S3Settings) {
    this.#location = location;
    this.#settings = settings;
    this.signed = new S3SignedAccess({
      keyOf: (path) => this.#key(path),
      askAbout: (path) => (request) => this.#ask(path, request),
      uploadArguments: settings.uploadArguments,
    });
  }

  /**
   * Tries whether the bucket can be used.
   *
   * @throws Error with one line for the operator.
   */
  async check(): Promise<void> {
    const bucket = await this.#open();
    // Clients are told from the start that URLs are signed.
    await loadPresigner();
    try {
      await hasKeys(bucket, this.#folderKey(ArtifactPath.root));
    } catch (error) {
      throw new Error(`${explainBucket(bucket, error)}; listing it was tried`, { cause: error });
    }
  }

  async list(path: ArtifactPath): Promise<ArtifactEntry[]> {
    return this.#ask(path, (bucket) => listFolder(bucket, this.#folderKey(path)));
  }

  async stat(path: ArtifactPath): Promise<ArtifactStat | undefined> {
    return this.#ask(path, async (bucket) => {
      const { sdk, client, named } = bucket;
      if (!this.#isBucketItself(path)) {
        try {
          const found = await client.send(
            new sdk.HeadObjectCommand({ ...named, Key: this.#key(path) }),
          );
          return {
            kind: "file",
            sizeBytes: found.ContentLength ?? 0,
            modifiedMs: found.LastModified?.getTime() ?? 0,
          };
        } catch (error) {
          if (!isMissingObject(error)) throw error;
        }
      }
      const isFolder = await hasKeys(bucket, this.#folderKey(path));
      return isFolder ? { kind: "folder" } : undefined;
    });
  }

  async open(path: ArtifactPath): Promise<OpenedArtifact> {
    return this.#ask(path, async (bucket) => {
      if (path.isRoot) throw notAFile(path);
      const opened = await openObject(bucket, this.#key(path), (error) =>
        toS3Error(bucket, error, path.toString()),
      );
      if (opened !== undefined) return opened;
      throw (await hasKeys(bucket, this.#folderKey(path))) ? notAFile(path) : missingArtifact(path);
    });
  }

  async write(path: ArtifactPath, content: AsyncIterable<Uint8Array>): Promise<void> {
    if (path.isRoot) throw notAFile(path);
    const target = { ...this.#settings.uploadArguments, Key: this.#key(path) };
    await uploadObject((request) => this.#ask(path, request), target, content);
  }

  async delete(path: ArtifactPath): Promise<void> {
    if (path.isRoot) throw notAFile(path);
    await this.#ask(path, (bucket) => deleteKeys(bucket, this.#key(path)));
  }

  #isBucketItself(path: ArtifactPath): boolean {
    return this.#key(path) === "";
  }

  #key(path: ArtifactPath): string {
    return this.#location.folder.join(path).toString();
  }

  /** What the keys of a folder's contents begin with. */
  #folderKey(path: ArtifactPath): string {
    return this.#isBucketItself(path) ? "" : `${this.#key(path)}/`;
  }

  #open(): Promise<S3Bucket> {
    return (this.#bucket ??= openS3Bucket(this.#location.bucket, this.#settings));
  }

  async #ask<T>(path: ArtifactPath, request: (bucket: S3Bucket) => Promise<T>): Promise<T> {
    const bucket = await this.#open();
    try {
      return await request(bucket);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      throw toS3Error(bucket, error, path.toString());
    }
  }
}
