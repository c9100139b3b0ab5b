import type { Download, FileInfo } from "@mlflow-ts/contract";
import type { ArtifactEntry, ArtifactPath, ArtifactStore } from "@mlflow-ts/store";
import { contentTypeOf } from "./content-type.ts";

/** Opens a file of a store for sending. */
export async function openDownload(store: ArtifactStore, path: ArtifactPath): Promise<Download> {
  const opened = await store.open(path);
  return {
    sizeBytes: opened.sizeBytes,
    modifiedMs: opened.modifiedMs,
    contentType: contentTypeOf(path.name),
    fileName: path.name,
    read: (range) => opened.read(range),
    close: () => opened.close(),
  };
}

/** Entries of the folder `parent` on the wire; an empty list is left out, as an unset field. */
export function toFiles(
  entries: readonly ArtifactEntry[],
  parent: ArtifactPath | undefined,
): { files?: FileInfo[] } {
  if (entries.length === 0) return {};
  const prefix = parent === undefined || parent.isRoot ? "" : `${parent}/`;
  return { files: entries.map((entry) => toFileInfo(entry, prefix)) };
}

function toFileInfo(entry: ArtifactEntry, prefix: string): FileInfo {
  const path = prefix + entry.name;
  if (entry.kind === "folder") return { path, is_dir: true };
  // MLflow: the size of an empty file is left out.
  return { path, is_dir: false, ...(entry.sizeBytes > 0 && { file_size: entry.sizeBytes }) };
}
