import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { type ArtifactPath, TEMPORARY_PREFIX } from "./artifact-path.ts";
import type { FileSystem } from "./file-system.ts";
import type { Place } from "./real-path.ts";
import { storing } from "./storage-error.ts";

/**
 * Puts a file at `place` under the name of `path`, so that at every moment, and after a crash, the
 * old file, the new one or none is there, never a part: the content goes into a temporary file
 * beside it, is synced, and takes the name in one step. On a failure nothing is left behind.
 */
export async function replaceFile(
  fileSystem: FileSystem,
  place: Place,
  path: ArtifactPath,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  // New folders are made last, so that an upload that breaks off leaves none.
  const temporary = join(place.folder, TEMPORARY_PREFIX + randomUUID());
  try {
    await fill(fileSystem, temporary, path, content);
    await storing(path, async () => {
      const folder = join(place.folder, ...place.missing);
      await makeFolders(fileSystem, folder);
      await fileSystem.rename(temporary, join(folder, path.name));
      await fileSystem.syncFolder(folder);
    });
  } catch (error) {
    // The first failure is the one to tell; a file that stays is removed by a later `list`.
    await fileSystem.remove(temporary).catch(() => undefined);
    throw error;
  }
}

async function fill(
  fileSystem: FileSystem,
  temporary: string,
  path: ArtifactPath,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await storing(path, () => fileSystem.createFile(temporary));
  try {
    // What the content itself throws, such as a lost connection, is not the storage's failure.
    for await (const chunk of content) await storing(path, () => file.write(chunk));
    await storing(path, () => file.sync());
  } finally {
    await storing(path, () => file.close());
  }
}

/** Makes a folder and those above it that are missing, and makes their names last. */
export async function makeFolders(fileSystem: FileSystem, folder: string): Promise<void> {
  const topmost = await fileSystem.makeFolders(folder);
  if (topmost === undefined) return;
  for (let made = folder; ; made = dirname(made)) {
    await fileSystem.syncFolder(dirname(made));
    if (made === topmost || made === dirname(made)) return;
  }
}
