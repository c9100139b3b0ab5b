import { Readable } from "node:stream";
import type { ByteRange } from "@mlflow-ts/contract";
import type { OpenedArtifact } from "../artifact-store.ts";
import type { S3Bucket } from "./s3-bucket.ts";
import { isMissingObject } from "./s3-error.ts";

/**
 * Opens an object for streaming; undefined where there is none. Reading it fails once another has
 * taken its place.
 *
 * @param failed a request's failure, as clients are to see it
 */
export async function openObject(
  bucket: S3Bucket,
  key: string,
  failed: (error: unknown) => Error,
): Promise<OpenedArtifact | undefined> {
  const { sdk, client, named } = bucket;
  const found = await client
    .send(new sdk.HeadObjectCommand({ ...named, Key: key }))
    .catch((error: unknown) => {
      if (isMissingObject(error)) return undefined;
      throw error;
    });
  if (found === undefined) return undefined;
  const sizeBytes = found.ContentLength ?? 0;
  const closed = new AbortController();
  async function* read(range: ByteRange = { first: 0, last: sizeBytes - 1 }) {
    // S3 has no range of an empty object.
    if (range.last < range.first) return;
    try {
      const { Body } = await client.send(
        new sdk.GetObjectCommand({
          ...named,
          Key: key,
          IfMatch: found?.ETag,
          Range: `bytes=${range.first}-${range.last}`,
        }),
        { abortSignal: closed.signal },
      );
      if (Body instanceof Readable) yield* Body as AsyncIterable<Uint8Array>;
    } catch (error) {
      throw failed(error);
    }
  }
  return {
    sizeBytes,
    modifiedMs: found.LastModified?.getTime() ?? 0,
    read,
    close: async () => closed.abort(),
  };
}
