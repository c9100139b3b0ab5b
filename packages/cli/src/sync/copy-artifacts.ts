import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { findFiles, openFile, type Owner, servedPath } from "../artifacts/artifact-folder.ts";
import type { TrackingClient } from "../tracking.ts";

/** Artifacts of one run or model, at one place. */
export interface ArtifactSide {
  readonly client: TrackingClient;
  readonly owner: Owner & { readonly root: string };
}

/** Copies the files that the target has not, or has with another size; answers how many bytes. */
export async function copyArtifacts(from: ArtifactSide, to: ArtifactSide): Promise<number> {
  const files = await findFiles(from.client, from.owner, "");
  if (files.length === 0) return 0;
  const there = await findFiles(to.client, to.owner, "");
  const sizes = new Map(there.map(({ path, sizeBytes }) => [path, sizeBytes]));
  let bytes = 0;
  for (const { path, sizeBytes } of files) {
    if (sizes.get(path) === sizeBytes) continue;
    const { body } = await openFile(from.client, from.owner, path);
    await putStream(to.client, to.owner.root, path, body ?? new Blob().stream());
    bytes += sizeBytes;
  }
  return bytes;
}

async function putStream(
  client: TrackingClient,
  root: string,
  path: string,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const parts = path.split("/");
  if (parts.includes("..")) throw new Error(`The artifact '${path}' leads out of its folder.`);
  const served = servedPath(root);
  if (served !== undefined) {
    await client.uploadArtifact({ artifact_path: `${served}/${path}` }, body);
    return;
  }
  if (!root.startsWith("file:") && /^[a-z][a-z0-9+.-]+:/i.test(root)) {
    throw new Error(`Artifacts can't be stored at ${root}; --no-artifacts copies the rest.`);
  }
  const folder = root.startsWith("file:") ? fileURLToPath(root) : resolve(root);
  const file = join(folder, ...parts);
  await mkdir(dirname(file), { recursive: true });
  // Whole or not at all: one that is cut off is copied again, as its name is another.
  await pipeline(Readable.fromWeb(body), createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}
