import { ApiError } from "@mlflow-ts/contract";
import { codeOf } from "../storage-error.ts";
import type { S3Bucket } from "./s3-bucket.ts";

const REFUSED = "refuses the credentials of the server";
const NOT_FOUND = "has no such bucket";
const BUSY = "is busy";

/** What a person can do something about, by the names that S3 and the SDK give it. */
const TROUBLES: Readonly<Record<string, string>> = {
  CredentialsProviderError: "needs credentials, and the AWS SDK finds none",
  AccessDenied: REFUSED,
  AllAccessDisabled: REFUSED,
  ExpiredToken: "refuses the credentials of the server, which have expired",
  InvalidAccessKeyId: REFUSED,
  InvalidToken: REFUSED,
  RequestTimeTooSkewed: "refuses the server's requests: one of the two clocks is wrong",
  SignatureDoesNotMatch: REFUSED,
  NoSuchBucket: NOT_FOUND,
  PermanentRedirect: "is in another region",
  AuthorizationHeaderMalformed: "is in another region",
  QuotaExceeded: "is full",
  XMinioStorageFull: "is full",
  SlowDown: BUSY,
  ServiceUnavailable: BUSY,
  InternalError: BUSY,
};

const TROUBLES_BY_STATUS: Readonly<Record<number, string>> = {
  301: "is in another region",
  401: REFUSED,
  403: REFUSED,
  404: NOT_FOUND,
  503: BUSY,
};

/** What the store refuses because of what the client asked. */
const REFUSALS: Readonly<Record<string, string>> = {
  KeyTooLongError: "it is too long for the artifact storage",
  XMinioInvalidObjectName: "it is no name for the artifact storage",
  XMinioParentIsObject: "a part of it is a file, not a folder",
  EntityTooLarge: "the file is too large for the artifact storage",
};

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const status = "httpStatusCode" in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}

/** No object is there. A bucket that is not there is another matter, which `HEAD` can't tell. */
export function isMissingObject(error: unknown): boolean {
  return ["NotFound", "NoSuchKey"].includes(nameOf(error)) || isMissingUpload(error);
}

export function isMissingUpload(error: unknown): boolean {
  return nameOf(error) === "NoSuchUpload";
}

/** Why a request failed: `refuses the credentials of the server (AccessDenied, HTTP 403)`. */
function explain(error: unknown): string {
  const status = statusOf(error);
  const known = TROUBLES[nameOf(error)] ?? (status && TROUBLES_BY_STATUS[status]);
  const code = codeOf(error) || nameOf(error) || "unknown error";
  const details = status === undefined ? code : `${code}, HTTP ${status}`;
  if (known) return `${known} (${details})`;
  return status === undefined ? `can't be reached (${details})` : `failed (${details})`;
}

/** For the operator's eyes; S3's own texts and fields are left out, as they hold parts of keys. */
export function explainBucket({ named, address }: S3Bucket, error: unknown): string {
  return `The bucket '${named.Bucket}' at ${address} ${explain(error)}`;
}

/** A failure as clients see it; which bucket it was, and why, is for the log alone. */
export function toS3Error(bucket: S3Bucket, error: unknown, place: string): ApiError {
  if (error instanceof ApiError) return error;
  const refusal = REFUSALS[nameOf(error)];
  if (refusal !== undefined) {
    return ApiError.invalidParameter(`Invalid path: '${place}': ${refusal}`);
  }
  const answer = new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    `The artifact storage ${explain(error)}. Try '${place}' again later.`,
  );
  answer.cause = new Error(explainBucket(bucket, error));
  return answer;
}
