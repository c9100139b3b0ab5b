import { ApiError, encodeJson, type Int64 } from "@mlflow-ts/contract";
import { createPageToken, decodePageToken } from "../page-token.ts";

/** Where one row stands in a history: no two rows of a run's metric agree in all of it. */
export interface Place {
  readonly timestamp: Int64;
  readonly step: Int64;
  readonly value: number;
  readonly isNan: number;
}

/** Where a page of a history begins. */
export interface HistoryStart {
  /** How many points were given before. */
  readonly offset: number;
  /** The last of them. Without it they are counted: so are the tokens of MLflow's own server. */
  readonly after?: Place;
}

/**
 * A token that holds its place, so that what is added meanwhile moves no page, and its offset, by
 * which MLflow's server and older ones of ours continue.
 */
export function createHistoryToken({ offset, after }: Required<HistoryStart>): string {
  const { timestamp, step, value, isNan } = after;
  // Of a number's text every double comes back, infinity too.
  return createPageToken(offset, `"after": ${encodeJson([timestamp, step, String(value), isNan])}`);
}

/** @throws ApiError INVALID_PARAMETER_VALUE for a text that is no token of a history. */
export function parseHistoryToken(token: string | undefined): HistoryStart {
  if (!token) return { offset: 0 };
  const fields = decodePageToken(token);
  const { offset } = fields;
  if (!("after" in fields)) return { offset };
  const [timestamp, step, text, isNan] = Array.isArray(fields.after) ? fields.after : [];
  const value = Number(text);
  if (!isInt64(timestamp) || !isInt64(step) || String(value) !== text || !isBit(isNan)) {
    throw ApiError.invalidParameter("Invalid page token, it holds no place in a history");
  }
  return { offset, after: { timestamp, step, value, isNan } };
}

function isInt64(value: unknown): value is Int64 {
  return typeof value === "bigint"
    ? BigInt.asIntN(64, value) === value
    : Number.isSafeInteger(value);
}

function isBit(value: unknown): value is number {
  return value === 0 || value === 1;
}
