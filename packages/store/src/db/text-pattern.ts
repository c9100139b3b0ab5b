import { ApiError } from "@mlflow-ts/contract";
import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";

/**
 * How LIKE and ILIKE are said to the database: `%` stands for any text, `_` for one character, and
 * there is no escape. This is SQLite's way; PostgreSQL has both operators as they are.
 */

/** SQLite refuses longer patterns; it matches others without backtracking into earlier `%`. */
const MAX_PATTERN_BYTES = 50_000;

const GLOB_FORMS: Readonly<Record<string, string>> = {
  "%": "*",
  _: "?",
  "*": "[*]",
  "?": "[?]",
  "[": "[[]",
};

function checkPattern(pattern: string): string {
  if (Buffer.byteLength(pattern) <= MAX_PATTERN_BYTES) return pattern;
  throw ApiError.invalidParameter(
    `A pattern of LIKE or ILIKE in the filter is too long; at most ${MAX_PATTERN_BYTES} bytes.`,
  );
}

/** LIKE heeds case. SQLite's own does so only by a setting of the connection; GLOB always does. */
export function matchesLike(column: Expression<unknown>, pattern: string): RawBuilder<SqlBool> {
  const glob = pattern.replace(/[%_*?[]/g, (character) => GLOB_FORMS[character] ?? character);
  return sql<SqlBool>`${column} glob ${checkPattern(glob)}`;
}

/** ILIKE ignores the case of ASCII letters, as SQLite's LIKE does. */
export function matchesIlike(column: Expression<unknown>, pattern: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${column} like ${checkPattern(pattern)}`;
}
