import type { ByteRange } from "@mlflow-ts/contract";
import type { ArtifactPath } from "./artifact-path.ts";

/** One thing in a listed folder. */
export type ArtifactEntry =
  | { readonly kind: "file"; readonly name: string; readonly sizeBytes: number }
  | { readonly kind: "folder"; readonly name: string };

export type ArtifactStat =
  | { readonly kind: "file"; readonly sizeBytes: number; readonly modifiedMs: number }
  | { readonly kind: "folder" };

/**
 * A file as it was when it was opened: whatever happens to its path, nothing else is ever read from
 * it. In a bucket, reading it fails once it has been replaced.
 */
export interface OpenedArtifact {
  readonly sizeBytes: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modifiedMs: number;
  /** The file's bytes, streamed, or those of a part of it; at most once. */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Must be called when reading is over, however it ended, or was never begun. */
  close(): Promise<void>;
}

/**
 * Where artifacts are kept: a local folder, or a bucket. Refusals are `ApiError`s.
 */
export interface ArtifactStore {
  /** The contents of a folder, ordered by name; nothing for what is missing or a file. */
  list(path: ArtifactPath): Promise<ArtifactEntry[]>;
  /** What is at a path; undefined when nothing is. */
  stat(path: ArtifactPath): Promise<ArtifactStat | undefined>;
  /** @throws ApiError when there is no file at the path. */
  open(path: ArtifactPath): Promise<OpenedArtifact>;
  /**
   * Stores a file as a whole, in place of one that is there. It is on disk when the promise
   * resolves; when it rejects, because the content broke off or storing failed, what was there
   * before is untouched.
   */
  write(path: ArtifactPath, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes a file, or a folder with all that is in it; a missing one is no error. */
  delete(path: ArtifactPath): Promise<void>;
}
