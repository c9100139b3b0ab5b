import { encodeJson } from "@mlflow-ts/contract";
import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import { perDialect } from "./per-dialect.ts";

type Item = string | number | bigint;

function postgresqlArray(values: readonly Item[]): RawBuilder<unknown> {
  const type = sql.raw(typeof values[0] === "string" ? "text[]" : "bigint[]");
  return sql`${values}::${type}`;
}

/**
 * Whether a column holds one of some values, however many, bound as one value: no limit on bound
 * values is met.
 *
 * @example
 * queries.selectFrom("tags").where(isIn("run_uuid", runIds));
 */
export function isIn(
  column: Expression<unknown> | string,
  values: readonly Item[],
): RawBuilder<SqlBool> {
  if (values.length === 0) return sql<SqlBool>`false`;
  const found = typeof column === "string" ? sql.ref(column) : column;
  return perDialect({
    sqlite: sql`${found} in (select value from json_each(${encodeJson(values)}))`,
    // A single value is no list to PostgreSQL, which then may read an index in its order.
    postgresql:
      values.length === 1
        ? sql`${found} = ${values[0]}`
        : sql`${found} = any(${postgresqlArray(values)})`,
    // The driver writes the items of a list.
    mysql: sql`${found} in (${values})`,
  });
}

/**
 * A list as a table `name` of the columns `key`, each item's place from 0, and `value`.
 *
 * @example
 * sql`select wanted.key from ${listTable("wanted", runIds)}`;
 */
export function listTable(name: string, values: readonly Item[]): RawBuilder<unknown> {
  const alias = sql.ref(name);
  return perDialect({
    sqlite: sql`json_each(${encodeJson(values)}) as ${alias}`,
    postgresql: sql`(select item as value, (place - 1)::int as key
      from unnest(${postgresqlArray(values.length === 0 ? [""] : values)})
      with ordinality as listed(item, place)) as ${alias}`,
    mysql: sql`(select place - 1 as "key", cast(item as char(500)) as value
      from json_table(${encodeJson(values)}, '$[*]'
        columns (place for ordinality, item varchar(500) path '$')) as listed) as ${alias}`,
  });
}
