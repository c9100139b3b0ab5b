import type { Condition, Field, Filter, Test } from "@mlflow-ts/contract/filter";
import { sql, type SqlBool } from "kysely";
import {
  compare,
  existsRow,
  filterToSql,
  isValueTest,
  type SqlCondition,
} from "../db/filter-to-sql.ts";

export interface DatasetFilter {
  readonly dataset_name: string;
  readonly dataset_digest?: string | undefined;
}

/** Whether a row of `metric` was measured on one of the datasets. */
function isOnDataset(datasets: readonly DatasetFilter[]): SqlCondition {
  if (datasets.length === 0) return sql<SqlBool>`true`;
  const any = datasets.map(({ dataset_name, dataset_digest }) =>
    dataset_digest
      ? sql`(metric.dataset_name = ${dataset_name} and metric.dataset_digest = ${dataset_digest})`
      : sql`(metric.dataset_name = ${dataset_name})`,
  );
  return sql<SqlBool>`(${sql.join(any, sql` or `)})`;
}

const PAIR_TABLES = {
  param: { table: "logged_model_params", key: "param_key", value: "param_value" },
  tag: { table: "logged_model_tags", key: "tag_key", value: "tag_value" },
} as const;

function hasPair(entity: "param" | "tag", key: string, test: Test): SqlCondition {
  const names = PAIR_TABLES[entity];
  return existsRow(
    test,
    (value) =>
      sql`select 1 from ${sql.table(names.table)} as pair
        where pair.model_id = logged_models.model_id
        and ${sql.ref(`pair.${names.key}`)} = ${key} and ${value}`,
    sql.ref(`pair.${names.value}`),
  );
}

function hasMetric(key: string, test: Test, datasets: readonly DatasetFilter[]): SqlCondition {
  return existsRow(
    test,
    (value) =>
      sql`select 1 from logged_model_metrics as metric
        where metric.model_id = logged_models.model_id and metric.metric_name = ${key}
        and ${value} and ${isOnDataset(datasets)}`,
    sql.ref("metric.metric_value"),
  );
}

function hasField({ entity, key }: Field, test: Test, datasets: readonly DatasetFilter[]) {
  if (entity === "metric") return hasMetric(key, test, datasets);
  if (entity === "param" || entity === "tag") return hasPair(entity, key, test);
  return isValueTest(test) && entity === "attribute"
    ? compare(sql.ref(`logged_models.${key}`), test)
    : sql<SqlBool>`false`;
}

function asksForMetric(filter: Filter): boolean {
  if (filter.kind === "condition") return filter.field.entity === "metric";
  return filter.kind === "not"
    ? asksForMetric(filter.operand)
    : filter.operands.some(asksForMetric);
}

/**
 * What a search asks of a row of `logged_models`. Datasets narrow the metrics that conditions look
 * at; where no condition looks at one, the model must have any metric on them.
 */
export function loggedModelCondition(
  filter: Filter,
  datasets: readonly DatasetFilter[],
): SqlCondition {
  const condition = filterToSql(filter, ({ field, test }: Condition) =>
    hasField(field, test, datasets),
  );
  if (datasets.length === 0 || asksForMetric(filter)) return condition;
  return sql<SqlBool>`${condition} and exists (select 1 from logged_model_metrics as metric
    where metric.model_id = logged_models.model_id and ${isOnDataset(datasets)})`;
}
