import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { TEMPORARY_PREFIX } from "./artifact-path.ts";
import type { ArtifactEntry } from "./artifact-store.ts";
import type { FileSystem } from "./file-system.ts";

/** An upload that has not grown for this long was cut off by a crash. */
const LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000;
const STATS_AT_ONCE = 256;

/**
 * The files and folders in a folder, ordered by name. Links that `isAllowed` refuses and what is
 * neither file nor folder are left out. Removes what uploads left that a crash cut off.
 */
export async function listFolder(
  fileSystem: FileSystem,
  folder: string,
  isAllowed: (link: string) => Promise<boolean>,
): Promise<ArtifactEntry[]> {
  const found = await readdir(folder, { withFileTypes: true });
  const entries: ArtifactEntry[] = [];
  const describe = async (name: string, isLink: boolean) => {
    const path = join(folder, name);
    if (isLink && !(await isAllowed(path))) return;
    // Gone meanwhile, or not to be read: as good as not there.
    const about = await stat(path).catch(() => undefined);
    if (name.startsWith(TEMPORARY_PREFIX)) {
      if (about && about.mtimeMs < Date.now() - LEFTOVER_AGE_MS) {
        await fileSystem.remove(path).catch(() => undefined);
      }
    } else if (about?.isDirectory()) {
      entries.push({ kind: "folder", name });
    } else if (about?.isFile()) {
      entries.push({ kind: "file", name, sizeBytes: about.size });
    }
  };
  for (let i = 0; i < found.length; i += STATS_AT_ONCE) {
    const batch = found.slice(i, i + STATS_AT_ONCE);
    await Promise.all(batch.map((entry) => describe(entry.name, entry.isSymbolicLink())));
  }
  return entries.sort((a, b) => compareCodePoints(a.name, b.name));
}

/** MLflow: names are ordered as Python compares texts. UTF-8 keeps the order of code points. */
export function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
