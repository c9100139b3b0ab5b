import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ArtifactPath } from "./artifact-path.ts";
import type {
  ArtifactEntry,
  ArtifactStat,
  ArtifactStore,
  OpenedArtifact,
} from "./artifact-store.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { listFolder } from "./list-folder.ts";
import { openLocalFile } from "./open-local-file.ts";
import { findPlace, findRealPath, isInRoot, isLink, isTaken, unlessMissing } from "./real-path.ts";
import { makeFolders, replaceFile } from "./replace-file.ts";
import { missingArtifact, notAFile, outsideRoot, storing } from "./storage-error.ts";

/**
 * Keeps artifacts as files in a folder, laid out as MLflow lays them out. The folder is made when
 * the first file is stored. Links are followed as long as they stay inside the folder.
 */
export class LocalArtifactStore implements ArtifactStore {
  readonly #root: string;
  readonly #fileSystem: FileSystem;

  /** @param root an absolute path */
  constructor(root: string, fileSystem: FileSystem = nodeFileSystem) {
    this.#root = root;
    this.#fileSystem = fileSystem;
  }

  async list(path: ArtifactPath): Promise<ArtifactEntry[]> {
    return storing(path, async () => {
      const folder = await findRealPath(this.#root, path);
      const found = folder === undefined ? undefined : await unlessMissing(stat(folder));
      if (folder === undefined || !found?.isDirectory()) return [];
      return listFolder(this.#fileSystem, folder, (link) => isInRoot(this.#root, link));
    });
  }

  async stat(path: ArtifactPath): Promise<ArtifactStat | undefined> {
    return storing(path, async () => {
      const real = await findRealPath(this.#root, path);
      const found = real === undefined ? undefined : await unlessMissing(stat(real));
      if (found?.isDirectory()) return { kind: "folder" };
      if (!found?.isFile()) return undefined;
      return { kind: "file", sizeBytes: found.size, modifiedMs: found.mtimeMs };
    });
  }

  async open(path: ArtifactPath): Promise<OpenedArtifact> {
    return storing(path, async () => {
      const real = await findRealPath(this.#root, path);
      // Opening a pipe or a device could wait for ever, so its kind is asked first.
      const found = real === undefined ? undefined : await unlessMissing(stat(real));
      if (found?.isDirectory()) throw notAFile(path);
      const opened = real && found?.isFile() ? await unlessMissing(openLocalFile(real)) : undefined;
      if (opened === undefined) throw missingArtifact(path);
      return opened;
    });
  }

  async write(path: ArtifactPath, content: AsyncIterable<Uint8Array>): Promise<void> {
    const place = await storing(path, async () => {
      await this.#refuseTarget(path);
      await makeFolders(this.#fileSystem, this.#root);
      return findPlace(this.#root, path.parent);
    });
    await replaceFile(this.#fileSystem, place, path, content);
  }

  async delete(path: ArtifactPath): Promise<void> {
    await storing(path, async () => {
      if (path.isRoot) throw notAFile(path);
      const folder = await findRealPath(this.#root, path.parent);
      if (folder === undefined || !(await isTaken(join(folder, path.name)))) return;
      // Refuses a link to the outside; any other is removed itself, not what it leads to.
      await findRealPath(this.#root, path);
      await this.#fileSystem.remove(join(folder, path.name));
      await this.#fileSystem.syncFolder(folder);
    });
  }

  /** Refuses to store a file in place of a folder, or of a link to the outside or to nothing. */
  async #refuseTarget(path: ArtifactPath): Promise<void> {
    const real = await findRealPath(this.#root, path);
    if (real !== undefined) {
      if ((await stat(real)).isDirectory()) throw notAFile(path);
    } else if (await isLink(join(this.#root, ...path.segments))) {
      // It leads to nothing. A file would be another upload's, stored since the look above.
      throw outsideRoot(path);
    }
  }
}
