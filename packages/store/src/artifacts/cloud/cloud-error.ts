import { ApiError } from "@mlflow-ts/contract";
import type { CloudBucket, Failure } from "./cloud-bucket.ts";

export const REFUSED = "refuses the credentials of the server";
export const BUSY = "is busy";

const TROUBLES_BY_STATUS: Readonly<Record<number, string>> = {
  301: "is in another region",
  401: REFUSED,
  403: REFUSED,
  412: "has another file there by now",
  429: BUSY,
  500: BUSY,
  503: BUSY,
};

/** Why a request failed: `refuses the credentials of the server (AccessDenied, HTTP 403)`. */
function explain({ noun }: CloudBucket, { code, status, trouble }: Failure): string {
  const byStatus = status === 404 ? `has no such ${noun}` : status && TROUBLES_BY_STATUS[status];
  const known = trouble ?? byStatus;
  const details = [code, status === undefined ? "" : `HTTP ${status}`].filter(Boolean).join(", ");
  const shown = `(${details || "unknown error"})`;
  if (known) return `${known} ${shown}`;
  return status === undefined ? `can't be reached ${shown}` : `failed ${shown}`;
}

/** For the operator's eyes; the cloud's own texts are left out, as they may hold parts of keys. */
export function explainBucket(bucket: CloudBucket, error: unknown): string {
  const { noun, name, address } = bucket;
  return `The ${noun} '${name}' at ${address} ${explain(bucket, bucket.describe(error))}`;
}

/** A failure as clients see it; which bucket it was, and why, is for the log alone. */
export function toCloudError(bucket: CloudBucket, error: unknown, place: string): ApiError {
  if (error instanceof ApiError) return error;
  const failure = bucket.describe(error);
  if (failure.refusal !== undefined) {
    return ApiError.invalidParameter(`Invalid path: '${place}': ${failure.refusal}`);
  }
  const answer = new ApiError(
    "TEMPORARILY_UNAVAILABLE",
    `The artifact storage ${explain(bucket, failure)}. Try '${place}' again later.`,
  );
  answer.cause = new Error(explainBucket(bucket, error));
  return answer;
}

/** What is wrong with an upload that a client names, or with its parts. */
export function toPartsError(bucket: CloudBucket, error: unknown): unknown {
  const { code, status, isMissingUpload } = bucket.describe(error);
  if (isMissingUpload) {
    return ApiError.doesNotExist(
      "There is no such upload: it was completed, aborted or never begun.",
    );
  }
  if (status !== 400) return error;
  return ApiError.invalidParameter(
    `Invalid value for 'parts': the artifact storage refuses them (${code}).`,
  );
}
