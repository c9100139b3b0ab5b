import type { Failure } from "../cloud/cloud-bucket.ts";
import { BUSY, REFUSED } from "../cloud/cloud-error.ts";
import { codeOf } from "../storage-error.ts";

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
  NoSuchBucket: "has no such bucket",
  PermanentRedirect: "is in another region",
  AuthorizationHeaderMalformed: "is in another region",
  QuotaExceeded: "is full",
  XMinioStorageFull: "is full",
  SlowDown: BUSY,
  ServiceUnavailable: BUSY,
  InternalError: BUSY,
};

/** What the store refuses because of what the client asked. */
const REFUSALS: Readonly<Record<string, string>> = {
  KeyTooLongError: "it is too long for the artifact storage",
  XMinioInvalidObjectName: "it is no name for the artifact storage",
  XMinioParentIsObject: "a part of it is a file, not a folder",
  EntityTooLarge: "the file is too large for the artifact storage",
};

/** What the AWS SDK has to say of a failure; S3's own texts and fields may hold parts of keys. */
export function describeS3Error(error: unknown): Failure & { readonly isMissingObject: boolean } {
  const name = error instanceof Error ? error.name : "";
  return {
    code: codeOf(error) || name,
    status: statusOf(error),
    trouble: TROUBLES[name],
    refusal: REFUSALS[name],
    isMissingUpload: name === "NoSuchUpload",
    isMissingObject: name === "NotFound" || name === "NoSuchKey",
  };
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const { $metadata: metadata } = error;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const status = "httpStatusCode" in metadata ? metadata.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}
