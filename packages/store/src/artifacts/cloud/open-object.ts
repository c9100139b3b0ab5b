import type { ByteRange } from "@mlflow-ts/contract";
import type { OpenedArtifact } from "../artifact-store.ts";
import type { CloudBucket } from "./cloud-bucket.ts";

/**
 * Opens an object for streaming; undefined where there is none. Reading it fails once another has
 * taken its place.
 *
 * @param failed a request's failure, as clients are to see it
 */
export async function openObject(
  bucket: CloudBucket,
  key: string,
  failed: (error: unknown) => Error,
): Promise<OpenedArtifact | undefined> {
  const found = await bucket.head(key);
  if (found === undefined) return undefined;
  const { sizeBytes, modifiedMs } = found;
  const closed = new AbortController();
  async function* read(range: ByteRange = { first: 0, last: sizeBytes - 1 }) {
    let missing = range.last + 1 - range.first;
    // No cloud has a range of an empty object.
    if (missing <= 0 || found === undefined) return;
    try {
      for await (const chunk of bucket.read(key, found, range, closed.signal)) {
        missing -= chunk.length;
        yield chunk;
      }
      if (missing > 0) throw Object.assign(new Error("cut off"), { code: "ECONNRESET" });
    } catch (error) {
      throw failed(error);
    }
  }
  return { sizeBytes, modifiedMs, read, close: async () => closed.abort() };
}
