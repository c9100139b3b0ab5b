import type { ByteRange } from "@mlflow-ts/contract";
import type { SignedUrl, UploadedPart } from "../artifact-store.ts";

/** An object as it was when it was asked for. */
export interface StoredObject {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** Another one has another: an ETag, or a generation. */
  readonly version: string;
}

/** A page of what begins with a prefix; keys are as they are in the bucket. */
export interface ObjectPage {
  readonly files: readonly { readonly key: string; readonly sizeBytes: number }[];
  /** With the delimiter at their end. */
  readonly folders: readonly string[];
}

/** An upload in parts, which become visible together. */
export interface PartUpload {
  add(part: Uint8Array): Promise<void>;
  complete(): Promise<void>;
  /** Leaves nothing that anybody sees. */
  abort(): Promise<void>;
}

/** What a failed request was about, as far as a cloud's SDK tells. */
export interface Failure {
  /** Empty where there is none. */
  readonly code: string;
  /** The answer's, if there was one. */
  readonly status?: number | undefined;
  /** What the operator can do something about: `refuses the credentials of the server`. */
  readonly trouble?: string | undefined;
  /** What is wrong with the path that the client asked for. */
  readonly refusal?: string | undefined;
  /** An upload in parts that the client named is not there. */
  readonly isMissingUpload?: boolean;
}

/** Signs URLs of objects, and begins and ends uploads in parts whose parts go to such URLs. */
export interface BucketSigner {
  signDownload(
    key: string,
    options: { readonly expirationS: number; readonly disposition: string },
  ): Promise<SignedUrl>;
  signUpload(
    key: string,
    options: { readonly expirationS: number; readonly contentType: string },
  ): Promise<SignedUrl>;
  readonly parts?: {
    begin(
      key: string,
      count: number,
    ): Promise<{ readonly uploadId: string; readonly urls: readonly string[] }>;
    complete(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
    abort(key: string, uploadId: string): Promise<void>;
  };
}

/**
 * What the one store of objects, {@link CloudArtifactStore}, needs of a cloud. Its methods throw
 * what the cloud's SDK throws, of which `describe` then makes sense.
 */
export interface CloudBucket {
  readonly noun: "bucket" | "container";
  readonly name: string;
  /** Where it is, for the operator: no credentials are in it. */
  readonly address: string;
  describe(error: unknown): Failure;
  /** Goes through what begins with a prefix, page by page. */
  list(
    prefix: string,
    options?: { readonly delimiter?: "/"; readonly limit?: number },
  ): AsyncIterable<ObjectPage>;
  /** Undefined where there is no object. */
  head(key: string): Promise<StoredObject | undefined>;
  /** Fails once another object has taken the place of this one. */
  read(
    key: string,
    object: StoredObject,
    range: ByteRange,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array>;
  put(key: string, body: Uint8Array): Promise<void>;
  beginUpload(key: string): Promise<PartUpload>;
  /** Missing ones are no error. */
  delete(keys: readonly string[]): Promise<void>;
  /** Undefined where the credentials don't permit it. */
  readonly signer?: BucketSigner | undefined;
}
