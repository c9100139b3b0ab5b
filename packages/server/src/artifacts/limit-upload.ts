import { ApiError } from "@mlflow-ts/contract";

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * A body of at least one byte and at most 10 MB.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE while it is read.
 */
export async function* limitUpload(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BYTES) {
      throw ApiError.invalidParameter("Artifact size is too large. Max size is 10MB.");
    }
    yield chunk;
  }
  if (sizeBytes === 0) throw ApiError.invalidParameter("Request must specify data.");
}
