import type { Bucket, File } from "@google-cloud/storage";
import type { ByteRange } from "@mlflow-ts/contract";
import type {
  BucketSigner,
  CloudBucket,
  Failure,
  ObjectPage,
  StoredObject,
} from "../cloud/cloud-bucket.ts";
import { forEachOf } from "../cloud/for-each-of.ts";
import { describeGcsError } from "./gcs-error.ts";
import { beginGcsUpload } from "./gcs-upload.ts";

/** A bucket of Google Cloud Storage. */
export class GcsBucket implements CloudBucket {
  readonly noun = "bucket";
  readonly name: string;
  readonly address: string;
  readonly signer: BucketSigner;
  readonly #bucket: Bucket;

  constructor(bucket: Bucket, address: string) {
    this.#bucket = bucket;
    this.name = bucket.name;
    this.address = address;
    this.signer = gcsSigner(bucket);
  }

  describe(error: unknown): Failure {
    return describeGcsError(error);
  }

  async *list(
    prefix: string,
    { delimiter, limit }: { delimiter?: "/"; limit?: number } = {},
  ): AsyncIterable<ObjectPage> {
    let pageToken: string | undefined;
    do {
      const [files, next, answer] = await this.#bucket.getFiles({
        prefix,
        autoPaginate: false,
        ...(delimiter && { delimiter }),
        ...(limit && { maxResults: limit }),
        ...(pageToken !== undefined && { pageToken }),
      });
      yield {
        files: files.map(({ name, metadata }) => ({
          key: name,
          sizeBytes: Number(metadata.size ?? 0),
        })),
        folders: (answer as { prefixes?: string[] } | undefined)?.prefixes ?? [],
      };
      pageToken = (next as { pageToken?: string } | null)?.pageToken;
    } while (pageToken !== undefined);
  }

  async head(key: string): Promise<StoredObject | undefined> {
    try {
      const [found] = await this.#bucket.file(key).getMetadata();
      return {
        sizeBytes: Number(found.size ?? 0),
        modifiedMs: Date.parse(found.updated ?? "") || 0,
        version: String(found.generation ?? ""),
      };
    } catch (error) {
      if (describeGcsError(error).status === 404) return undefined;
      throw error;
    }
  }

  /** Not by the SDK's stream, which in each download warns of a leak that is none. */
  async *read(
    key: string,
    { version }: StoredObject,
    { first, last }: ByteRange,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const { authClient, customEndpoint } = this.#bucket.storage;
    const place = `/b/${encodeURIComponent(this.name)}/o/${encodeURIComponent(key)}`;
    const url = `${this.address}/storage/v1${place}?alt=media&generation=${version}`;
    const headers = new Headers(customEndpoint ? {} : await authClient.getRequestHeaders(url));
    headers.set("Range", `bytes=${first}-${last}`);
    const answer = await fetch(url, { headers, signal });
    if (answer.ok && answer.body) {
      yield* answer.body;
      return;
    }
    // The generation is gone, or shorter: another object has its name.
    const isReplaced = answer.status === 404 || answer.status === 416;
    throw Object.assign(new Error("not read"), { code: isReplaced ? 412 : answer.status });
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.#bucket.file(key).save(Buffer.from(body), { resumable: false });
  }

  async beginUpload(key: string) {
    return beginGcsUpload(this.#bucket.file(key));
  }

  async delete(keys: readonly string[]): Promise<void> {
    await forEachOf(keys, async (key) => {
      await this.#bucket.file(key).delete({ ignoreNotFound: true });
    });
  }
}

/** Signs with the key of a service account, or lets Google's IAM sign for the one that runs here. */
function gcsSigner(bucket: Bucket): BucketSigner {
  const sign = async (
    file: File,
    options: {
      action: "read" | "write";
      expirationS: number;
      responseDisposition?: string;
      contentType?: string;
    },
  ) => {
    const { expirationS, ...what } = options;
    const expires = Date.now() + expirationS * 1000;
    return (await file.getSignedUrl({ version: "v4", ...what, expires }))[0];
  };
  return {
    async signDownload(key, { expirationS, disposition: responseDisposition }) {
      const options = { action: "read" as const, expirationS, responseDisposition };
      return { url: await sign(bucket.file(key), options), headers: {} };
    },
    async signUpload(key, { expirationS, contentType }) {
      const options = { action: "write" as const, expirationS, contentType };
      const url = await sign(bucket.file(key), options);
      return { url, headers: { "Content-Type": contentType } };
    },
  };
}
