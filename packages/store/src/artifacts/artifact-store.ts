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

/** A URL that is good for one thing for a while, and the headers to send with it. */
export interface SignedUrl {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SignedDownload extends SignedUrl {
  readonly sizeBytes: number;
}

/** A part that a client has uploaded; the first has number 1. */
export interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** Signs URLs with which clients reach a cloud past the server. Refusals are `ApiError`s. */
export interface SignedAccess {
  /** @throws ApiError when there is no file at the path. */
  signDownload(
    path: ArtifactPath,
    options: { readonly expirationS: number; readonly disposition: string },
  ): Promise<SignedDownload>;
  signUpload(
    path: ArtifactPath,
    options: { readonly expirationS: number; readonly contentType: string },
  ): Promise<SignedUrl>;
  /** Undefined where large files go up in one piece. */
  readonly parts?: SignedParts;
}

/** Uploads whose parts clients store past the server. */
export interface SignedParts {
  /** Gives a URL for each part; nothing is at the path until the upload is complete. */
  begin(
    path: ArtifactPath,
    count: number,
  ): Promise<{ readonly uploadId: string; readonly urls: readonly string[] }>;
  complete(path: ArtifactPath, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
  abort(path: ArtifactPath, uploadId: string): Promise<void>;
}

/**
 * Where artifacts are kept: a local folder, or a bucket. Refusals are `ApiError`s.
 */
export interface ArtifactStore {
  /** Undefined where files only go through the server. */
  readonly signed?: SignedAccess | undefined;
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
