import { readdirSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type Pair, readText } from "./read-yaml.ts";

/** The folders in a folder, links to such too; none where it is not there. */
export function listFolders(folder: string): string[] {
  return listQuietly(folder)
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
    .toSorted();
}

/**
 * The files at any depth below a folder: MLflow writes the tag `a/b` to the file b in the folder a.
 * Links are left out, as MLflow makes none and they may lead anywhere.
 */
export function listKeys(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
      .toSorted();
  } catch {
    return [];
  }
}

/** Params or tags: one file for each, named by its key. */
export function readPairs(folder: string): Pair[] {
  return listKeys(folder).map((key) => ({ key, value: readText(join(folder, key)) }));
}

function listQuietly(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
