import { Readable } from "node:stream";
import type { ByteRange } from "@mlflow-ts/contract";
import type { CloudBucket, Failure, ObjectPage, StoredObject } from "../cloud/cloud-bucket.ts";
import type { S3Bucket } from "./s3-bucket.ts";
import { deleteKeys } from "./s3-delete.ts";
import { describeS3Error } from "./s3-error.ts";
import { listKeys } from "./s3-list.ts";
import { S3Signer } from "./s3-signer.ts";
import { beginS3Upload } from "./s3-upload.ts";

/** A bucket of Amazon S3, or of another server that speaks its protocol. */
export class S3ObjectBucket implements CloudBucket {
  readonly noun = "bucket";
  readonly name: string;
  readonly address: string;
  readonly signer: S3Signer;
  readonly #bucket: S3Bucket;
  readonly #uploadArguments: Readonly<Record<string, string>>;

  constructor(bucket: S3Bucket, uploadArguments: Readonly<Record<string, string>>) {
    this.#bucket = bucket;
    this.#uploadArguments = uploadArguments;
    this.name = bucket.named.Bucket;
    this.address = bucket.address;
    this.signer = new S3Signer(bucket, uploadArguments);
  }

  describe(error: unknown): Failure {
    return describeS3Error(error);
  }

  list(
    prefix: string,
    options?: { readonly delimiter?: "/"; readonly limit?: number },
  ): AsyncIterable<ObjectPage> {
    return listKeys(this.#bucket, prefix, options);
  }

  async head(key: string): Promise<StoredObject | undefined> {
    const { sdk, client, named } = this.#bucket;
    try {
      const found = await client.send(new sdk.HeadObjectCommand({ ...named, Key: key }));
      return {
        sizeBytes: found.ContentLength ?? 0,
        modifiedMs: found.LastModified?.getTime() ?? 0,
        version: found.ETag ?? "",
      };
    } catch (error) {
      // A bucket that is not there is another matter, which `HEAD` can't tell.
      if (describeS3Error(error).isMissingObject) return undefined;
      throw error;
    }
  }

  async *read(
    key: string,
    { version }: StoredObject,
    { first, last }: ByteRange,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const { sdk, client, named } = this.#bucket;
    const { Body } = await client.send(
      new sdk.GetObjectCommand({
        ...named,
        Key: key,
        IfMatch: version,
        Range: `bytes=${first}-${last}`,
      }),
      { abortSignal: signal },
    );
    if (Body instanceof Readable) yield* Body as AsyncIterable<Uint8Array>;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    const { sdk, client, named } = this.#bucket;
    const target = { ...this.#uploadArguments, ...named, Key: key };
    await client.send(new sdk.PutObjectCommand({ ...target, Body: body }));
  }

  beginUpload(key: string) {
    return beginS3Upload(this.#bucket, { ...this.#uploadArguments, Key: key });
  }

  delete(keys: readonly string[]): Promise<void> {
    return deleteKeys(this.#bucket, keys);
  }
}
