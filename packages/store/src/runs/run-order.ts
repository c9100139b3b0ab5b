import { ApiError } from "@mlflow-ts/contract";
import { type OrderBy, parseOrderBy } from "@mlflow-ts/contract/filter";
import { type RawBuilder, sql } from "kysely";
import { BY_METRICS_INDEX } from "../db/index-for-searches.ts";
import { runColumn } from "./run-filter.ts";

/** Each entry joins a table, and SQLite joins 64 at most. */
const MAX_ORDER_BY = 50;

const TABLES = { metric: "latest_metrics", param: "params", tag: "tags" } as const;

const LATEST = sql.table(TABLES.metric);

/** Which of a run's values of a metric counts: the latest, the smallest or the largest. */
export type MetricValue = "LAST" | "MIN" | "MAX";

export interface OrderOptions {
  readonly metricValue?: MetricValue | undefined;
  /** Whether the indexes of `index-for-searches.ts` are there. */
  readonly isIndexed?: boolean;
}

export interface RunOrder {
  readonly joins: RawBuilder<unknown>;
  readonly terms: RawBuilder<unknown>;
}

function parseRunOrder(orderBy: readonly string[]): OrderBy[] {
  if (orderBy.length > MAX_ORDER_BY) {
    throw ApiError.invalidParameter(
      `Invalid value for parameter 'order_by' supplied: it has ${orderBy.length} entries; ` +
        `at most ${MAX_ORDER_BY} are allowed.`,
    );
  }
  const parsed = orderBy.map((text) => parseOrderBy("runs", text));
  const distinct = new Set(parsed.map(({ field }) => `${field.entity} ${field.key}`));
  if (distinct.size === parsed.length) return parsed;
  throw ApiError.invalidParameter(
    `\`order_by\` contains duplicate fields: [${orderBy.map((text) => `'${text}'`).join(", ")}]`,
  );
}

/** One value of a metric for each run that has it; smallest and largest are of finite ones. */
function metricValues(key: string, which: MetricValue): RawBuilder<unknown> {
  if (which === "LAST") return LATEST;
  const aggregate = sql.raw(which === "MIN" ? "min(value)" : "max(value)");
  return sql`(select run_uuid, "key", ${aggregate} as value, false as is_nan from metrics
    where "key" = ${key} and not is_nan and abs(value) < ${Number.MAX_VALUE} group by run_uuid, "key")`;
}

/**
 * The order of a search for runs: NaN behind all numbers, then runs without a value, whatever the
 * direction; what is equal by start time, the latest first, then by id.
 */
export function runOrder(
  orderBy: readonly string[],
  { metricValue = "LAST", isIndexed = false }: OrderOptions = {},
): RunOrder {
  const joins: RawBuilder<unknown>[] = [];
  const terms: RawBuilder<unknown>[] = [];
  let isByStartTime = false;
  for (const [index, { field, ascending }] of parseRunOrder(orderBy).entries()) {
    const { entity, key } = field;
    const direction = sql.raw(ascending ? "asc" : "desc");
    if (entity === "attribute" || entity === "dataset") {
      isByStartTime ||= key === "start_time";
      terms.push(sql`${runColumn(key)} is null, ${runColumn(key)} ${direction}`);
      continue;
    }
    const name = `order_${index}`;
    const table = entity === "metric" ? metricValues(key, metricValue) : sql.table(TABLES[entity]);
    joins.push(
      sql`left join ${table} as ${sql.ref(name)} ${isIndexed && table === LATEST ? BY_METRICS_INDEX : sql``}
        on ${sql.ref(`${name}.run_uuid`)} = runs.run_uuid and ${sql.ref(`${name}.key`)} = ${key}`,
    );
    const value = sql.ref(`${name}.value`);
    if (entity === "metric") {
      const isNan = sql.ref(`${name}.is_nan`);
      terms.push(sql`case when ${isNan} then 1 when ${value} is null then 2 else 0 end`);
    } else {
      terms.push(sql`${value} is null`);
    }
    terms.push(sql`${value} ${direction}`);
  }
  if (!isByStartTime) terms.push(sql`runs.start_time desc`);
  terms.push(sql`runs.run_uuid`);
  return { joins: sql.join(joins, sql` `), terms: sql.join(terms, sql`, `) };
}
