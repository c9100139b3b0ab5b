import { encodeJson } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import { perDialect } from "./per-dialect.ts";

type Item = string | number | bigint;

function postgresqlArray(values: readonly Item[]): RawBuilder<unknown> {
  const type = sql.raw(typeof values[0] === "string" ? "text[]" : "bigint[]");
  return sql`${values}::${type}`;
}

/**
 * A list of any length as the right side of IN, bound as one value: no limit on bound values is met.
 * PostgreSQL has few values singly.
 *
 * @example
 * queries.selectFrom("tags").where("run_uuid", "in", inList(runIds));
 */
export function inList<T extends Item>(values: readonly T[]): RawBuilder<T> {
  return perDialect<T>({
    sqlite: sql`(select value from json_each(${encodeJson(values)}))`,
    postgresql: postgresqlList(values),
    // The driver writes the items of a list.
    mysql: values.length === 0 ? sql`(null)` : sql`(${values})`,
  });
}

/** Up to here each value is bound by itself: of those PostgreSQL knows how many rows they find. */
const MAX_SINGLE = 4;

function postgresqlList(values: readonly Item[]): RawBuilder<unknown> {
  // An empty list has no type, and nothing is in it.
  if (values.length === 0) return sql`(null)`;
  if (values.length <= MAX_SINGLE) return sql`(${sql.join(values)})`;
  return sql`(select unnest(${postgresqlArray(values)}))`;
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
