import { ApiError, type RequestOf, shown } from "@mlflow-ts/contract";
import { findLoggedModelAttribute } from "@mlflow-ts/contract/filter";
import { type RawBuilder, sql } from "kysely";

export type LoggedModelOrderBy = RequestOf<"searchLoggedModels">["order_by"];

const MAX_ORDER_BY = 50;
const METRIC_PREFIX = "metrics.";

export interface LoggedModelOrder {
  /** Values to order by, to be selected beside the model's columns. */
  readonly columns: readonly RawBuilder<unknown>[];
  readonly terms: RawBuilder<unknown>;
}

/** The newest value of a metric of a row of `logged_models`, on a dataset where one is named. */
function newestMetric({ field_name, dataset_name, dataset_digest }: LoggedModelOrderBy[number]) {
  return sql`(select metric.metric_value from logged_model_metrics as metric
    where metric.model_id = logged_models.model_id
      and metric.metric_name = ${field_name.slice(METRIC_PREFIX.length)}
      ${dataset_name ? sql`and metric.dataset_name = ${dataset_name}` : sql``}
      ${dataset_digest ? sql`and metric.dataset_digest = ${dataset_digest}` : sql``}
    order by metric.metric_timestamp_ms desc, metric.metric_step desc, metric.run_id limit 1)`;
}

function attributeColumn(fieldName: string): string {
  const invalid = `Invalid order by field name: ${shown(fieldName).slice(1, -1)}`;
  if (fieldName.includes(".")) {
    throw ApiError.invalidParameter(`${invalid}. Only metrics are supported.`);
  }
  const attribute = findLoggedModelAttribute(fieldName);
  if (attribute === undefined) throw ApiError.invalidParameter(invalid);
  return attribute;
}

/** The order of a search for logged models: those without a value last; equal ones newest first. */
export function loggedModelOrder(orderBy: LoggedModelOrderBy): LoggedModelOrder {
  if (orderBy.length > MAX_ORDER_BY) {
    throw ApiError.invalidParameter(
      `Invalid value for parameter 'order_by' supplied: it has ${orderBy.length} entries; ` +
        `at most ${MAX_ORDER_BY} are allowed.`,
    );
  }
  const columns: RawBuilder<unknown>[] = [];
  const terms: RawBuilder<unknown>[] = [];
  const attributes = new Set<string>();
  for (const [index, entry] of orderBy.entries()) {
    const direction = sql.raw(entry.ascending === false ? "desc" : "asc");
    let column: RawBuilder<unknown>;
    if (entry.field_name.startsWith(METRIC_PREFIX)) {
      column = sql.ref(`order_${index}`);
      columns.push(sql`${newestMetric(entry)} as ${column}`);
    } else {
      const attribute = attributeColumn(entry.field_name);
      attributes.add(attribute);
      column = sql.ref(`logged_models.${attribute}`);
    }
    terms.push(sql`${column} is null, ${column} ${direction}`);
  }
  if (!attributes.has("creation_timestamp_ms")) {
    terms.push(sql`logged_models.creation_timestamp_ms desc`);
  }
  if (!attributes.has("model_id")) terms.push(sql`logged_models.model_id`);
  return { columns, terms: sql.join(terms, sql`, `) };
}
