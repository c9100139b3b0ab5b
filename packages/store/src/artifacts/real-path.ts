import { lstat, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { ArtifactPath } from "./artifact-path.ts";
import { isMissing, outsideRoot, partIsFile } from "./storage-error.ts";

/** A folder that exists, links resolved, and the names below it that are not there yet. */
export interface Place {
  readonly folder: string;
  readonly missing: readonly string[];
}

/**
 * The real path of what is at `path` below the folder `root`, links resolved; undefined when
 * nothing is there.
 *
 * @throws ApiError when a link leads outside the root.
 */
export async function findRealPath(root: string, path: ArtifactPath): Promise<string | undefined> {
  const realRoot = await unlessMissing(realpath(root));
  if (realRoot === undefined) return undefined;
  const real = await unlessMissing(realpath(join(realRoot, ...path.segments)));
  if (real !== undefined && !isInside(realRoot, real)) throw outsideRoot(path);
  return real;
}

/**
 * The nearest existing folder to `path`: itself, or one above it. The root must exist.
 *
 * @throws ApiError when a link leads outside the root or to nothing, or when a file is in the way.
 */
export async function findPlace(root: string, path: ArtifactPath): Promise<Place> {
  const missing: string[] = [];
  for (let at = path; ; at = at.parent) {
    const folder = await findRealPath(root, at);
    if (folder !== undefined) {
      if (!(await stat(folder)).isDirectory()) throw partIsFile(path);
      return { folder, missing };
    }
    // A link that leads to nothing must not become a folder somewhere else.
    if (await isLink(join(root, ...at.segments))) throw outsideRoot(path);
    missing.unshift(at.name);
  }
}

/** Whether a link leads to something below `root`. */
export async function isInRoot(root: string, link: string): Promise<boolean> {
  const realRoot = await realpath(root);
  // One that leads to nothing, or in a circle, leads to nothing inside.
  const real = await realpath(link).catch(() => undefined);
  return real !== undefined && isInside(realRoot, real);
}

/** Whether a path is a link, wherever it leads. */
export async function isLink(path: string): Promise<boolean> {
  return (await unlessMissing(lstat(path)))?.isSymbolicLink() ?? false;
}

/** Whether a name is taken, be it by a link that leads to nothing. */
export async function isTaken(path: string): Promise<boolean> {
  return (await unlessMissing(lstat(path))) !== undefined;
}

/** What was asked, or undefined when nothing is there. */
export async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
