import { ApiError } from "@mlflow-ts/contract";
import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import { perDialect } from "./per-dialect.ts";

/**
 * How LIKE and ILIKE are said to the database: `%` stands for any text, `_` for one character. In
 * SQLite there is no escape; in others a backslash is one, for MLflow too.
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
  return perDialect({
    sqlite: sql`${column} glob ${checkPattern(glob)}`,
    postgresql: sql`${column} like ${checkPattern(pattern)}`,
    // MLflow: each byte of a character is one for `_`.
    mysql: sql`(${column} like ${checkPattern(pattern)} and cast(${column} as binary) like ${pattern})`,
  });
}

/** ILIKE ignores the case: SQLite's of ASCII letters, others' of all that they know. */
export function matchesIlike(column: Expression<unknown>, pattern: string): RawBuilder<SqlBool> {
  return perDialect({
    sqlite: sql`${column} like ${checkPattern(pattern)}`,
    postgresql: sql`${column} ilike ${checkPattern(pattern)}`,
    mysql: sql`lower(${column}) like lower(${checkPattern(pattern)})`,
  });
}
