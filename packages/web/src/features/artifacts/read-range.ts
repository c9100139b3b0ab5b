import type { ArtifactPlace } from "./artifact-place.ts";
import { openFile } from "./open-file.ts";

/**
 * Some bytes of a file, from the first to before the last.
 *
 * @throws MlflowError when they can't be loaded.
 */
export async function readRange(
  place: ArtifactPlace,
  start: number,
  end: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (start >= end) return new Uint8Array();
  const response = await openFile(place, { range: [start, end], ...(signal && { signal }) });
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A server without ranges answers with all of it.
  return response.status === 206 ? bytes : bytes.subarray(start, end);
}
