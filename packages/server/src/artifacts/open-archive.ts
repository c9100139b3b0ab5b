import { ApiError, type Archive } from "@mlflow-ts/contract";
import { ArtifactPath, type ArtifactStore } from "@mlflow-ts/store";
import { writeZip, type ZipEntry } from "./zip-stream.ts";

const MAX_FILES = 100_000;
/** A link to a folder above would lead round for ever. */
const MAX_DEPTH = 40;

/**
 * A folder of a store as one zip archive, in which its files lie below its name.
 *
 * @throws ApiError when there is no such folder, or when it holds too much to be one archive.
 */
export async function openArchive(
  store: ArtifactStore,
  folder: ArtifactPath,
  name: string,
): Promise<Archive> {
  const files = await listFiles(store, folder);
  if (files.length === 0)
    throw ApiError.doesNotExist(`No such folder, or no file in it: '${folder}'`);
  const entries = openEntries(store, files, folder.segments.length, name);
  return {
    fileName: `${name}.zip`,
    read: () => writeZip(entries),
  };
}

/** All files below a folder, those of a folder before those of the folders in it. */
async function listFiles(store: ArtifactStore, root: ArtifactPath): Promise<ArtifactPath[]> {
  const files: ArtifactPath[] = [];
  const folders = [root];
  for (const folder of folders) {
    for (const entry of await store.list(folder)) {
      const path = folder.join(ArtifactPath.fromSegments([entry.name], "path"));
      if (entry.kind === "folder") folders.push(path);
      else files.push(path);
      if (files.length + folders.length > MAX_FILES) {
        throw tooMuch(`more than ${MAX_FILES} files and folders`);
      }
      if (path.segments.length - root.segments.length > MAX_DEPTH) {
        throw tooMuch(`folders nested more than ${MAX_DEPTH} deep`);
      }
    }
  }
  return files;
}

function tooMuch(what: string): ApiError {
  return ApiError.invalidParameter(
    `The folder in 'path' holds ${what}: download folders in it one by one.`,
  );
}

/** Opens each file when its turn has come, so that only one is open at a time. */
async function* openEntries(
  store: ArtifactStore,
  files: readonly ArtifactPath[],
  depth: number,
  name: string,
): AsyncIterable<ZipEntry> {
  for (const file of files) {
    const opened = await store.open(file);
    try {
      yield {
        name: [name, ...file.segments.slice(depth)].join("/"),
        sizeBytes: opened.sizeBytes,
        modifiedMs: opened.modifiedMs,
        read: () => opened.read(),
      };
    } finally {
      await opened.close();
    }
  }
}
