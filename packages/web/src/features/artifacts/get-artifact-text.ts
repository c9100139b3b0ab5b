import { MlflowError } from "@mlflow-ts/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { fileUrl, type ArtifactPlace } from "./artifact-place.ts";

const MAX_BYTES = 512 * 1024;

/** The beginning of a file as text; `isBinary` when it is none. */
export interface ArtifactText {
  readonly text: string;
  readonly isCut: boolean;
  readonly isBinary: boolean;
}

export const getArtifactText = (place: ArtifactPlace) =>
  queryOptions({
    queryKey: ["artifact-text", fileUrl(place)],
    queryFn: async ({ signal }): Promise<ArtifactText> => {
      const response = await fetch(fileUrl(place), { signal }).catch((error: unknown) => {
        if (signal.aborted) throw error;
        throw new MlflowError("CONNECTION_FAILED", "The server did not answer.", 0);
      });
      if (!response.ok) {
        const message = `The server answered ${response.status} for ${place.path}.`;
        throw new MlflowError(`HTTP_${response.status}`, message, response.status);
      }
      const { bytes, isCut } = await readBeginning(response);
      const text = new TextDecoder().decode(bytes);
      return { text, isCut, isBinary: text.slice(0, 8192).includes("\0") };
    },
    staleTime: 30_000,
  });

/** Reads no more than is shown: a file of gigabytes is dropped after the first part. */
async function readBeginning(response: Response) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  if (response.body === null) return { bytes: new Uint8Array(), isCut: false };
  const reader = response.body.getReader();
  while (size <= MAX_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  await reader.cancel();
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { bytes: bytes.subarray(0, MAX_BYTES), isCut: size > MAX_BYTES };
}
