import { ArtifactPath } from "../artifact-path.ts";
import type {
  ArtifactEntry,
  ArtifactStat,
  ArtifactStore,
  OpenedArtifact,
  SignedAccess,
} from "../artifact-store.ts";
import { missingArtifact, notAFile } from "../storage-error.ts";
import type { CloudBucket } from "./cloud-bucket.ts";
import { explainBucket, toCloudError } from "./cloud-error.ts";
import { signedAccess } from "./cloud-signed-access.ts";
import { hasKeys, listObjects } from "./list-objects.ts";
import { openObject } from "./open-object.ts";
import { uploadObject } from "./upload-object.ts";

/** Where in a cloud artifacts are, and how it is reached. */
interface CloudPlace {
  /** The folder of the bucket below which artifacts are kept. */
  readonly folder: ArtifactPath;
  /** Loads what it takes to ask the bucket, and asks nothing yet. */
  readonly connect: () => Promise<CloudBucket>;
  /** Whether clients can store large files past the server, in parts. */
  readonly canSignParts: boolean;
}

/**
 * Keeps artifacts as objects in a bucket of a cloud, under the keys that MLflow gives them. What
 * else is in the bucket is hidden where no path can name it. Nothing is asked before the first use.
 */
export class CloudArtifactStore implements ArtifactStore {
  readonly #place: CloudPlace;
  readonly #access: SignedAccess;
  #bucket: Promise<CloudBucket> | undefined;
  #canSign = true;

  constructor(place: CloudPlace) {
    this.#place = place;
    this.#access = signedAccess(
      {
        keyOf: (path) => this.#key(path),
        ask: (path, request) => this.#ask(path, request),
        stat: (path) => this.stat(path),
      },
      place,
    );
  }

  /** As far as is known: {@link check} finds out whether the credentials permit it. */
  get signed(): SignedAccess | undefined {
    return this.#canSign ? this.#access : undefined;
  }

  /**
   * Tries whether the bucket can be used.
   *
   * @throws Error with one line for the operator.
   */
  async check(): Promise<void> {
    const bucket = await this.#connect();
    try {
      await hasKeys(bucket, this.#folderKey(ArtifactPath.root));
    } catch (error) {
      throw new Error(`${explainBucket(bucket, error)}; listing it was tried`, { cause: error });
    }
    // Clients are told from the start whether URLs are signed.
    this.#canSign = await canSign(bucket);
  }

  async list(path: ArtifactPath): Promise<ArtifactEntry[]> {
    return this.#ask(path, (bucket) => listObjects(bucket, this.#folderKey(path)));
  }

  async stat(path: ArtifactPath): Promise<ArtifactStat | undefined> {
    return this.#ask(path, async (bucket) => {
      const found = this.#isBucketItself(path) ? undefined : await bucket.head(this.#key(path));
      if (found !== undefined) {
        return { kind: "file", sizeBytes: found.sizeBytes, modifiedMs: found.modifiedMs };
      }
      const isFolder = await hasKeys(bucket, this.#folderKey(path));
      return isFolder ? { kind: "folder" } : undefined;
    });
  }

  async open(path: ArtifactPath): Promise<OpenedArtifact> {
    return this.#ask(path, async (bucket) => {
      if (path.isRoot) throw notAFile(path);
      const opened = await openObject(bucket, this.#key(path), (error) =>
        toCloudError(bucket, error, path.toString()),
      );
      if (opened !== undefined) return opened;
      throw (await hasKeys(bucket, this.#folderKey(path))) ? notAFile(path) : missingArtifact(path);
    });
  }

  async write(path: ArtifactPath, content: AsyncIterable<Uint8Array>): Promise<void> {
    if (path.isRoot) throw notAFile(path);
    await uploadObject((request) => this.#ask(path, request), this.#key(path), content);
  }

  async delete(path: ArtifactPath): Promise<void> {
    if (path.isRoot) throw notAFile(path);
    await this.#ask(path, async (bucket) => {
      await bucket.delete([this.#key(path)]);
      for await (const { files } of bucket.list(this.#folderKey(path))) {
        if (files.length > 0) await bucket.delete(files.map((file) => file.key));
      }
    });
  }

  #isBucketItself(path: ArtifactPath): boolean {
    return this.#key(path) === "";
  }

  #key(path: ArtifactPath): string {
    return this.#place.folder.join(path).toString();
  }

  /** What the keys of a folder's contents begin with. */
  #folderKey(path: ArtifactPath): string {
    return this.#isBucketItself(path) ? "" : `${this.#key(path)}/`;
  }

  #connect(): Promise<CloudBucket> {
    return (this.#bucket ??= this.#place.connect().catch((error: unknown) => {
      this.#bucket = undefined;
      throw error;
    }));
  }

  async #ask<T>(path: ArtifactPath, request: (bucket: CloudBucket) => Promise<T>): Promise<T> {
    const bucket = await this.#connect();
    try {
      return await request(bucket);
    } catch (error) {
      throw toCloudError(bucket, error, path.toString());
    }
  }
}

/** Whether the credentials permit it: tried, as a login may be allowed to read and not to sign. */
async function canSign({ signer }: CloudBucket): Promise<boolean> {
  try {
    await signer?.signDownload("a", { expirationS: 60, disposition: "attachment" });
    return signer !== undefined;
  } catch {
    return false;
  }
}
