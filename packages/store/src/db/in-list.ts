import { encodeJson } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";

/**
 * A list of any length as the right side of IN, bound as one value: one statement serves every
 * length and no limit on bound values is met.
 *
 * @example
 * queries.selectFrom("tags").where("run_uuid", "in", inList(runIds));
 */
export function inList<T extends string | number | bigint>(values: readonly T[]): RawBuilder<T> {
  return sql<T>`(select value from json_each(${encodeJson(values)}))`;
}
