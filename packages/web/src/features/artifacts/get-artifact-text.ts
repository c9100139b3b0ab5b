import { queryOptions } from "@tanstack/react-query";
import { fileUrl, type ArtifactPlace } from "./artifact-place.ts";
import { openFile } from "./open-file.ts";

/** What is read of a file at first. */
export const FIRST_BYTES = 512 * 1024;

/** The beginning of a file as text; `isBinary` when it is none. */
export interface ArtifactText {
  readonly text: string;
  /** How much of the file the text is. */
  readonly shownBytes: number;
  /** The whole file's, when the server said it. */
  readonly sizeBytes: number | undefined;
  readonly isCut: boolean;
  readonly isBinary: boolean;
}

export const getArtifactText = (place: ArtifactPlace, maxBytes: number = FIRST_BYTES) =>
  queryOptions({
    queryKey: ["artifact-text", fileUrl(place), maxBytes],
    queryFn: async ({ signal }): Promise<ArtifactText> => {
      const response = await openFile(place, { signal });
      const { bytes, isCut } = await readBeginning(response, maxBytes);
      // A character that the end cuts in half is left out.
      const text = new TextDecoder(encodingOf(bytes)).decode(bytes, { stream: isCut });
      const length = response.headers.get("content-length");
      return {
        text,
        shownBytes: bytes.byteLength,
        sizeBytes: length === null ? undefined : Number(length),
        isCut,
        isBinary: text.slice(0, 8192).includes("\0"),
      };
    },
    staleTime: 30_000,
  });

/** Windows programs write UTF-16, and say so with the first two bytes. */
function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
}

/** Reads no more than is shown: a file of gigabytes is dropped after the first part. */
async function readBeginning(response: Response, maxBytes: number) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  if (response.body === null) return { bytes: new Uint8Array(), isCut: false };
  const reader = response.body.getReader();
  while (size <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  await reader.cancel();
  const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
  return { bytes: bytes.subarray(0, maxBytes), isCut: size > maxBytes };
}
