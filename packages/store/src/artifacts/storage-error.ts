import { ApiError } from "@mlflow-ts/contract";
import type { ArtifactPath } from "./artifact-path.ts";

const PART_IS_FILE = "a part of it is a file, not a folder";

export function missingArtifact(path: ArtifactPath): ApiError {
  return ApiError.doesNotExist(`No such artifact: '${path}'`);
}

export function notAFile(path: ArtifactPath): ApiError {
  return ApiError.invalidParameter(`Artifact path refers to a directory, not a file: '${path}'`);
}

export function outsideRoot(path: ArtifactPath): ApiError {
  return ApiError.invalidParameter(
    `Invalid path: '${path}' leads outside the artifact directory by a link`,
  );
}

export function partIsFile(path: ArtifactPath): ApiError {
  return ApiError.invalidParameter(`Invalid path: '${path}': ${PART_IS_FILE}`);
}

/** What the file system refuses because of what the client asked. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOTDIR: PART_IS_FILE,
  EEXIST: PART_IS_FILE,
  EISDIR: "it is a folder, not a file",
  ENAMETOOLONG: "it is too long for the artifact storage",
  ELOOP: "its links lead in a circle",
};

/** A folder that was removed while something was stored in it, or the other way round. */
const RACES = new Set(["ENOENT", "ENOTEMPTY"]);

/** What the operator has to mend; clients try again. */
const TROUBLES: Readonly<Record<string, string>> = {
  ENOSPC: "is full",
  EDQUOT: "has used up its quota",
  EROFS: "is read-only",
  EACCES: "may not be accessed by the server",
  EPERM: "may not be accessed by the server",
  EMFILE: "has too many files open",
  ENFILE: "has too many files open",
};

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Nothing is there, or could be: `a.txt/b` where `a.txt` is a file. */
export function isMissing(error: unknown): boolean {
  return codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR";
}

/** A file system's failure as clients see it: no path of the server is in it. */
export function toStorageError(error: unknown, path: ArtifactPath): ApiError {
  if (error instanceof ApiError) return error;
  const refusal = REFUSALS[codeOf(error)];
  if (refusal !== undefined) {
    return ApiError.invalidParameter(`Invalid path: '${path}': ${refusal}`);
  }
  if (RACES.has(codeOf(error))) {
    return new ApiError(
      "RESOURCE_CONFLICT",
      `Another request changed the folder of '${path}' meanwhile. Try again.`,
    );
  }
  const trouble = TROUBLES[codeOf(error)] ?? `failed (${codeOf(error) || "unknown error"})`;
  const answer = new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    `The artifact storage ${trouble}. Try '${path}' again later.`,
  );
  answer.cause = error;
  return answer;
}

/** Runs a step of the store, with its failure as clients see it. */
export async function storing<T>(path: ArtifactPath, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw toStorageError(error, path);
  }
}
