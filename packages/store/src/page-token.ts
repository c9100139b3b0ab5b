import { ApiError, parseJson } from "@mlflow-ts/contract";
import { formatPythonBytes } from "./python-text.ts";

const MAX_SHOWN_BYTES = 100;

/**
 * MLflow's page tokens: base64 of `{"offset": n}`, to which further fields, as JSON, can be added.
 * Clients hand them back as they got them.
 *
 * @example
 * createPageToken(100); // "eyJvZmZzZXQiOiAxMDB9"
 */
export function createPageToken(offset: number, further?: string): string {
  const fields = further === undefined ? "" : `, ${further}`;
  return Buffer.from(`{"offset": ${offset}${fields}}`).toString("base64");
}

/** Python's base64 leaves out what is no character of its alphabet; the rest must be whole. */
function decodeBase64(token: string): Buffer {
  const [digits = "", padding = ""] = token.replace(/[^A-Za-z0-9+/=]/g, "").split(/(?==)/, 2);
  const missing = (4 - (digits.length % 4)) % 4;
  if (missing === 3 || (missing > 0 && padding === "")) {
    throw ApiError.invalidParameter("Invalid page token, could not base64-decode");
  }
  return Buffer.from(digits, "base64");
}

/** @throws ApiError INVALID_PARAMETER_VALUE for a text that is no token of this form. */
export function parsePageToken(token: string | undefined): number {
  return token ? decodePageToken(token).offset : 0;
}

/**
 * What a token holds: its offset, and what else was written into it.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE for a text that is no token of this form.
 */
export function decodePageToken(token: string): { readonly offset: number } {
  const decoded = decodeBase64(token);
  let parsed: unknown;
  try {
    parsed = parseJson(decoded.toString("utf8"));
  } catch {
    throw ApiError.invalidParameter(
      `Invalid page token, decoded value=${formatPythonBytes(decoded.subarray(0, MAX_SHOWN_BYTES))}`,
    );
  }
  const fields = typeof parsed === "object" && parsed !== null ? parsed : {};
  const offset = "offset" in fields ? fields.offset : undefined;
  if (typeof offset !== "number" || !Number.isSafeInteger(offset) || offset <= 0) {
    throw ApiError.invalidParameter("Invalid page token, it holds no offset");
  }
  return { ...fields, offset };
}
