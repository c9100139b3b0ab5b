import type { PartUpload } from "../cloud/cloud-bucket.ts";
import type { S3Bucket } from "./s3-bucket.ts";

/** Begins a multipart upload of an object, which gets the target's arguments. */
export async function beginS3Upload(
  { sdk, client, named }: S3Bucket,
  target: { readonly Key: string; readonly [argument: string]: string },
): Promise<PartUpload> {
  const begin = new sdk.CreateMultipartUploadCommand({ ...named, ...target });
  const { UploadId } = await client.send(begin);
  const upload = { ...named, Key: target.Key, UploadId };
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  return {
    async add(Body) {
      const PartNumber = Parts.length + 1;
      const part = new sdk.UploadPartCommand({ ...upload, PartNumber, Body });
      const { ETag } = await client.send(part);
      Parts.push({ PartNumber, ETag });
    },
    async complete() {
      const MultipartUpload = { Parts };
      await client.send(new sdk.CompleteMultipartUploadCommand({ ...upload, MultipartUpload }));
    },
    async abort() {
      await client.send(new sdk.AbortMultipartUploadCommand(upload));
    },
  };
}
