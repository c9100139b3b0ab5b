import { MlflowError } from "@mlflow-ts/sdk/client";
import { fileUrl, type ArtifactPlace } from "./artifact-place.ts";

interface OpenOptions {
  readonly signal?: AbortSignal;
  /** The first byte and the one after the last. */
  readonly range?: readonly [start: number, end: number];
}

/**
 * Asks for a file or a part of it.
 *
 * @throws MlflowError when there is no connection, with status 0, or the server refuses.
 */
export async function openFile(place: ArtifactPlace, options: OpenOptions = {}): Promise<Response> {
  const { signal, range } = options;
  const headers: HeadersInit = range ? { range: `bytes=${range[0]}-${range[1] - 1}` } : {};
  const init = { headers, ...(signal && { signal }) };
  const response = await fetch(fileUrl(place), init).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new MlflowError("CONNECTION_FAILED", "The server did not answer.", 0);
  });
  if (response.ok) return response;
  const message = `The server answered ${response.status} for ${place.path}.`;
  throw new MlflowError(`HTTP_${response.status}`, message, response.status);
}
