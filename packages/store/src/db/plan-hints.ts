import { type Expression, type RawBuilder, sql } from "kysely";
import { perDialect } from "./per-dialect.ts";

/**
 * SQLite, which knows no numbers of rows, is told how to look; others know better themselves.
 */

/** A join in this order. */
export const JOIN_IN_ORDER: RawBuilder<unknown> = perDialect({
  sqlite: sql`cross join`,
  postgresql: sql`join`,
  mysql: sql`join`,
});

/** A column by whose index nothing is to be sought. */
export function unindexed(column: Expression<unknown>): RawBuilder<unknown> {
  return perDialect({
    sqlite: sql`+${column}`,
    postgresql: sql`${column}`,
    mysql: sql`${column}`,
  });
}
