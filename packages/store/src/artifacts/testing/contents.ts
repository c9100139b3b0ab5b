import { ArtifactPath } from "../artifact-path.ts";
import type { ArtifactStore } from "../artifact-store.ts";

export const at = (path: string): ArtifactPath => ArtifactPath.parse(path, "path");

/** A file's content, chunk by chunk; an error is where it breaks off. */
export async function* chunks(...parts: (string | Uint8Array | Error)[]): AsyncIterable<Buffer> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

export async function collect(content: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** What a file holds, or the part of it between two bytes, both included. */
export async function readAll(
  store: ArtifactStore,
  path: string,
  range?: { first: number; last: number },
): Promise<string> {
  const opened = await store.open(at(path));
  try {
    return await collect(opened.read(range));
  } finally {
    await opened.close();
  }
}
