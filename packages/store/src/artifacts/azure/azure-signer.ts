import { randomUUID } from "node:crypto";
import type * as Sdk from "@azure/storage-blob";
import type {
  BlobServiceClient,
  ContainerClient,
  SASQueryParameters,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import { ApiError } from "@mlflow-ts/contract";
import type { BucketSigner } from "../cloud/cloud-bucket.ts";
import { blockId } from "./block-id.ts";

/** For the URLs of parts; a large file on a slow line needs hours. */
const PART_URL_S = 12 * 60 * 60;
/** Clocks differ. */
const EARLIER_MS = 5 * 60 * 1000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Signs with the account's key, or with one that Azure lends to a login. */
export function azureSigner(
  sdk: typeof Sdk,
  service: BlobServiceClient,
  container: ContainerClient,
): BucketSigner {
  const sign = async (
    blobName: string,
    {
      expirationS,
      ...what
    }: { expirationS: number; permissions: string; contentDisposition?: string },
  ): Promise<string> => {
    const startsOn = new Date(Date.now() - EARLIER_MS);
    const expiresOn = new Date(Date.now() + expirationS * 1000);
    const values = {
      ...what,
      containerName: container.containerName,
      blobName,
      startsOn,
      expiresOn,
      permissions: sdk.BlobSASPermissions.parse(what.permissions),
    };
    const { credential } = service;
    let signature: SASQueryParameters;
    if (isSharedKey(credential)) {
      signature = sdk.generateBlobSASQueryParameters(values, credential);
    } else if ("getToken" in credential) {
      const key = await service.getUserDelegationKey(startsOn, expiresOn);
      signature = sdk.generateBlobSASQueryParameters(values, key, service.accountName);
    } else {
      throw ApiError.notImplemented("A shared access signature can't sign URLs.");
    }
    // The client's own URL may hold the signature that it was given.
    const url = new URL(container.getBlobClient(blobName).url);
    return `${url.origin}${url.pathname}?${signature.toString()}`;
  };
  return {
    async signDownload(key, { expirationS, disposition }) {
      const what = { permissions: "r", contentDisposition: disposition };
      return { url: await sign(key, { expirationS, ...what }), headers: {} };
    },
    async signUpload(key, { expirationS, contentType }) {
      const url = await sign(key, { expirationS, permissions: "cw" });
      const headers = { "x-ms-blob-type": "BlockBlob", "x-ms-blob-content-type": contentType };
      return { url, headers };
    },
    parts: {
      async begin(key, count) {
        const uploadId = randomUUID();
        const url = await sign(key, { expirationS: PART_URL_S, permissions: "cw" });
        const urls = Array.from({ length: count }, (_, i) => {
          const block = encodeURIComponent(blockId(uploadId, i + 1));
          return `${url}&comp=block&blockid=${block}`;
        });
        return { uploadId, urls };
      },
      async complete(key, uploadId, parts) {
        if (!UUID.test(uploadId)) throw ApiError.doesNotExist("There is no such upload.");
        const blocks = parts.map(({ partNumber }) => blockId(uploadId, partNumber));
        await container.getBlockBlobClient(key).commitBlockList(blocks);
      },
      // Azure removes blocks by itself that nobody commits within a week.
      async abort() {},
    },
  };
}

function isSharedKey(credential: object): credential is StorageSharedKeyCredential {
  return "accountName" in credential && "computeHMACSHA256" in credential;
}
