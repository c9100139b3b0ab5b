import { ApiError } from "@mlflow-ts/contract";

/**
 * MLflow's page tokens: base64 of `{"offset": n}`. Clients hand them back as they got them.
 *
 * @example
 * createPageToken(100); // "eyJvZmZzZXQiOiAxMDB9"
 */
export function createPageToken(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString("base64");
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** @throws ApiError INVALID_PARAMETER_VALUE for a text that is no token of this form. */
export function parsePageToken(token: string | undefined): number {
  if (!token) return 0;
  if (!BASE64.test(token)) {
    throw ApiError.invalidParameter("Invalid page token, could not base64-decode");
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(token, "base64").toString("utf8"));
  } catch {
    throw ApiError.invalidParameter("Invalid page token, its decoded value is not JSON");
  }
  const offset =
    typeof parsed === "object" && parsed !== null && "offset" in parsed ? parsed.offset : undefined;
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset <= 0) {
    throw ApiError.invalidParameter("Invalid page token, it holds no offset");
  }
  return offset;
}
