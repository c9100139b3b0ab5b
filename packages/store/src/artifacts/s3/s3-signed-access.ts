import { ApiError } from "@mlflow-ts/contract";
import type { ArtifactPath } from "../artifact-path.ts";
import type { SignedAccess, SignedDownload, SignedUrl, UploadedPart } from "../artifact-store.ts";
import { missingArtifact } from "../storage-error.ts";
import { loadPresigner } from "./load-s3-sdk.ts";
import { isMissingObject, isMissingUpload, statusOf } from "./s3-error.ts";
import type { Ask } from "./s3-upload.ts";

/** The longest that S3 takes for the URLs of parts; a large file on a slow line needs hours. */
const PART_URL_S = 12 * 60 * 60;
const MAX_PARTS = 10_000;

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

/** What it needs of the store whose objects it signs URLs of. */
interface SignedStore {
  keyOf(path: ArtifactPath): string;
  askAbout(path: ArtifactPath): Ask;
  readonly uploadArguments: Readonly<Record<string, string>>;
}

/** URLs with which clients store and fetch objects past the server. */
export class S3SignedAccess implements SignedAccess {
  readonly #store: SignedStore;

  constructor(store: SignedStore) {
    this.#store = store;
  }

  async signDownload(
    path: ArtifactPath,
    { expirationS, disposition }: { expirationS: number; disposition: string },
  ): Promise<SignedDownload> {
    const Key = this.#store.keyOf(path);
    const sign = await loadPresigner();
    return this.#store.askAbout(path)(async ({ sdk, client, named }) => {
      const found = await client
        .send(new sdk.HeadObjectCommand({ ...named, Key }))
        .catch((error: unknown) => {
          throw isMissingObject(error) ? missingArtifact(path) : error;
        });
      const command = new sdk.GetObjectCommand({
        ...named,
        Key,
        ResponseContentDisposition: disposition,
      });
      const url = await sign(client, command, { expiresIn: expirationS });
      return { url, headers: {}, sizeBytes: found.ContentLength ?? 0 };
    });
  }

  async signUpload(
    path: ArtifactPath,
    { expirationS, contentType }: { expirationS: number; contentType: string },
  ): Promise<SignedUrl> {
    const Key = this.#store.keyOf(path);
    const sign = await loadPresigner();
    return this.#store.askAbout(path)(async ({ sdk, client, named }) => {
      const given = { ContentType: contentType, ...this.#store.uploadArguments };
      const command = new sdk.PutObjectCommand({ ...given, ...named, Key });
      const url = await sign(client, command, { expiresIn: expirationS });
      const headers = Object.entries(given).flatMap(([name, value]) => {
        const header = SENT_HEADERS[name];
        return header === undefined ? [] : [[header, value]];
      });
      return { url, headers: Object.fromEntries(headers) as Record<string, string> };
    });
  }

  async beginParts(path: ArtifactPath, count: number) {
    if (!Number.isInteger(count) || count < 1 || count > MAX_PARTS) {
      throw ApiError.invalidParameter(
        `Invalid value ${count} for 'num_parts': it must be a whole number from 1 to ${MAX_PARTS}.`,
      );
    }
    const Key = this.#store.keyOf(path);
    const sign = await loadPresigner();
    return this.#store.askAbout(path)(async ({ sdk, client, named }) => {
      const { UploadId = "" } = await client.send(
        new sdk.CreateMultipartUploadCommand({ ...this.#store.uploadArguments, ...named, Key }),
      );
      const urls: string[] = [];
      for (let PartNumber = 1; PartNumber <= count; PartNumber++) {
        const part = new sdk.UploadPartCommand({ ...named, Key, UploadId, PartNumber });
        urls.push(await sign(client, part, { expiresIn: PART_URL_S }));
      }
      return { uploadId: UploadId, urls };
    });
  }

  async completeParts(path: ArtifactPath, uploadId: string, parts: readonly UploadedPart[]) {
    const Parts = [...parts]
      .sort((a, b) => a.partNumber - b.partNumber)
      .map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }));
    await this.#store.askAbout(path)(({ sdk, client, named }) =>
      client
        .send(
          new sdk.CompleteMultipartUploadCommand({
            ...named,
            Key: this.#store.keyOf(path),
            UploadId: uploadId,
            MultipartUpload: { Parts },
          }),
        )
        .catch((error: unknown) => {
          throw toPartsError(error);
        }),
    );
  }

  async abortParts(path: ArtifactPath, uploadId: string) {
    await this.#store.askAbout(path)(({ sdk, client, named }) =>
      client
        .send(
          new sdk.AbortMultipartUploadCommand({
            ...named,
            Key: this.#store.keyOf(path),
            UploadId: uploadId,
          }),
        )
        .catch((error: unknown) => {
          throw toPartsError(error);
        }),
    );
  }
}

/** What is wrong with an upload that a client names, or with its parts. */
function toPartsError(error: unknown): unknown {
  if (isMissingUpload(error)) {
    return ApiError.doesNotExist(
      "There is no such upload: it was completed, aborted or never begun.",
    );
  }
  if (statusOf(error) !== 400 || !(error instanceof Error)) return error;
  return ApiError.invalidParameter(
    `Invalid value for 'parts': the artifact storage refuses them (${error.name}).`,
  );
}
