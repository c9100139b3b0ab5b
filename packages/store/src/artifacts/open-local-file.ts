import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { OpenedArtifact } from "./artifact-store.ts";

const CHUNK_BYTES = 256 * 1024;

/** Opens a regular file for streaming. */
export async function openLocalFile(path: string): Promise<OpenedArtifact> {
  const handle = await open(path, "r");
  try {
    const { size, mtimeMs } = await handle.stat();
    let closed: Promise<void> | undefined;
    return {
      sizeBytes: size,
      modifiedMs: mtimeMs,
      read: (range = { first: 0, last: size - 1 }) => readPart(handle, range.first, range.last),
      close: () => (closed ??= handle.close()),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function* readPart(handle: FileHandle, first: number, last: number) {
  for (let position = first; position <= last;) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, last - position + 1));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    // Sent short, the answer would keep its client waiting for the rest.
    if (bytesRead === 0) throw new Error("A file became shorter while it was sent.");
    yield chunk.subarray(0, bytesRead);
    position += bytesRead;
  }
}
