import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import { perDialect } from "./per-dialect.ts";

/**
 * MySQL takes texts for the same that differ in case, accents or spaces at their end, as the
 * database's collation has it. MLflow tells them apart there in filters, and so do these.
 */

/** A text that is grouped and compared as it is. */
export function exactText(column: Expression<unknown>): RawBuilder<unknown> {
  return perDialect({
    sqlite: sql`${column}`,
    postgresql: sql`${column}`,
    mysql: sql`convert(${column} using utf8mb4) collate utf8mb4_bin`,
  });
}

/** Whether a text is the same; found by an index on it. */
export function isExactly(column: Expression<unknown>, text: string): RawBuilder<SqlBool> {
  return perDialect({
    sqlite: sql`${column} = ${text}`,
    postgresql: sql`${column} = ${text}`,
    mysql: sql`(${column} = ${text} and cast(${column} as binary) = ${text})`,
  });
}

/** Whether a text is another one; unknown of NULL. */
export function isOther(column: Expression<unknown>, text: string): RawBuilder<SqlBool> {
  return perDialect({
    sqlite: sql`${column} != ${text}`,
    postgresql: sql`${column} != ${text}`,
    mysql: sql`cast(${column} as binary) != ${text}`,
  });
}
