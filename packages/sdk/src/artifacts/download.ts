import { platform } from "#platform";
import type { FileInfo } from "../entities.ts";
import { MlflowError } from "../mlflow-error.ts";
import type { ArtifactPlace } from "./artifact-place.ts";
import { checkPath, joinPath } from "./upload.ts";

const MAX_FILES = 100_000;
const MAX_AT_ONCE = 4;

/**
 * Downloads a file, or a folder with all below it, into a folder of this machine, below which it
 * keeps its path.
 *
 * @returns the path of what was downloaded.
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when nothing is there.
 */
export async function downloadTo(
  place: ArtifactPlace,
  path: string,
  folder: string,
): Promise<string> {
  const files = await listFiles(place, path);
  const download = async (): Promise<void> => {
    for (let file = files.pop(); file !== undefined; file = files.pop()) {
      // What a server names must not leave the folder.
      const target = joinPath(folder, checkPath(file));
      const { body } = await place.read(file);
      await platform.writeFile(target, body ?? new Uint8Array());
    }
  };
  await Promise.all(Array.from({ length: MAX_AT_ONCE }, download));
  return joinPath(folder, path);
}

async function listFiles(place: ArtifactPlace, path: string): Promise<string[]> {
  const found = await place.list(path);
  // A file has nothing in it.
  if (found.length === 0 && path !== "") return [path];
  const files: string[] = [];
  const waiting: FileInfo[] = found;
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (file.isDir) waiting.push(...(await place.list(file.path)));
    else files.push(file.path);
    if (files.length + waiting.length > MAX_FILES) {
      const message = `'${path}' has more than ${MAX_FILES} files.`;
      throw new MlflowError("INVALID_PARAMETER_VALUE", message, 400);
    }
  }
  return files;
}
