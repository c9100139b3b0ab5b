import type { UploadedPart } from "../artifact-store.ts";
import type { BucketSigner } from "../cloud/cloud-bucket.ts";
import { loadPresigner } from "./load-s3-sdk.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/** The longest that S3 takes for the URLs of parts; a large file on a slow line needs hours. */
const PART_URL_S = 12 * 60 * 60;

/** What of an upload's arguments its client must send along; the URL itself holds the others. */
const SENT_HEADERS: Readonly<Record<string, string>> = {
  CacheControl: "Cache-Control",
  ContentDisposition: "Content-Disposition",
  ContentEncoding: "Content-Encoding",
  ContentLanguage: "Content-Language",
  ContentType: "Content-Type",
  SSEKMSEncryptionContext: "x-amz-server-side-encryption-context",
  SSEKMSKeyId: "x-amz-server-side-encryption-aws-kms-key-id",
  ServerSideEncryption: "x-amz-server-side-encryption",
};

/** URLs with which clients store and fetch objects past the server. */
export class S3Signer implements BucketSigner {
  readonly #bucket: S3Bucket;
  readonly #uploadArguments: Readonly<Record<string, string>>;

  constructor(bucket: S3Bucket, uploadArguments: Readonly<Record<string, string>>) {
    this.#bucket = bucket;
    this.#uploadArguments = uploadArguments;
  }

  async signDownload(
    key: string,
    { expirationS, disposition }: { expirationS: number; disposition: string },
  ) {
    const { sdk, client, named } = this.#bucket;
    const sign = await loadPresigner();
    const command = new sdk.GetObjectCommand({
      ...named,
      Key: key,
      ResponseContentDisposition: disposition,
    });
    return { url: await sign(client, command, { expiresIn: expirationS }), headers: {} };
  }

  async signUpload(
    key: string,
    { expirationS, contentType }: { expirationS: number; contentType: string },
  ) {
    const { sdk, client, named } = this.#bucket;
    const sign = await loadPresigner();
    const given = { ContentType: contentType, ...this.#uploadArguments };
    const command = new sdk.PutObjectCommand({ ...given, ...named, Key: key });
    const url = await sign(client, command, { expiresIn: expirationS });
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(given)) {
      const header = SENT_HEADERS[name];
      if (header !== undefined) headers[header] = value;
    }
    return { url, headers };
  }

  readonly parts = {
    begin: async (key: string, count: number) => {
      const { sdk, client, named } = this.#bucket;
      const sign = await loadPresigner();
      const target = { ...this.#uploadArguments, ...named, Key: key };
      const { UploadId = "" } = await client.send(new sdk.CreateMultipartUploadCommand(target));
      const urls: string[] = [];
      for (let PartNumber = 1; PartNumber <= count; PartNumber++) {
        const part = new sdk.UploadPartCommand({ ...named, Key: key, UploadId, PartNumber });
        urls.push(await sign(client, part, { expiresIn: PART_URL_S }));
      }
      return { uploadId: UploadId, urls };
    },
    complete: async (key: string, uploadId: string, parts: readonly UploadedPart[]) => {
      const { sdk, client, named } = this.#bucket;
      const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
      const upload = { ...named, Key: key, UploadId: uploadId, MultipartUpload: { Parts } };
      await client.send(new sdk.CompleteMultipartUploadCommand(upload));
    },
    abort: async (key: string, uploadId: string) => {
      const { sdk, client, named } = this.#bucket;
      const upload = { ...named, Key: key, UploadId: uploadId };
      await client.send(new sdk.AbortMultipartUploadCommand(upload));
    },
  };
}
