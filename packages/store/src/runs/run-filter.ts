import type { Condition, Field, Test } from "@mlflow-ts/contract/filter";
import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import { isExactly } from "../db/exact-text.ts";
import { compare, existsRow, isValueTest, type SqlCondition } from "../db/filter-to-sql.ts";
import { BY_METRICS_INDEX, BY_PARAMS_INDEX } from "../db/index-for-searches.ts";
import { RUN_NAME_TAG } from "./rules.ts";

const DATASET_CONTEXT_TAG = "mlflow.data.context";

/** The columns of `runs` by the attributes of a run. */
const ATTRIBUTE_COLUMNS: Readonly<Record<string, string>> = {
  run_id: "run_uuid",
  run_name: "name",
};

/** The column of `runs` that holds an attribute. */
export function runColumn(attribute: string) {
  return sql.ref(`runs.${ATTRIBUTE_COLUMNS[attribute] ?? attribute}`);
}

function hasPair(table: "params" | "tags", key: string, test: Test): SqlCondition {
  return existsRow(
    test,
    (value) =>
      sql`select 1 from ${sql.table(table)} as pair
        where pair.run_uuid = runs.run_uuid and ${isExactly(sql.ref("pair.key"), key)} and ${value}`,
    sql.ref("pair.value"),
  );
}

function hasMetric(key: string, test: Test): SqlCondition {
  return existsRow(
    test,
    (passes) =>
      sql`select 1 from latest_metrics as metric
        where metric.run_uuid = runs.run_uuid and ${isExactly(sql.ref("metric.key"), key)}
        and ${heedNan(passes, sql.ref("metric.is_nan"), test)}`,
    sql.ref("metric.value"),
  );
}

/** NaN is stored as 0 with a mark; it differs from every number and is neither more nor less. */
function heedNan(passes: SqlCondition, isNan: Expression<unknown>, test: Test): SqlCondition {
  return test.operator === "!="
    ? sql<SqlBool>`(${passes} or ${isNan})`
    : sql<SqlBool>`(${passes} and not ${isNan})`;
}

function hasDataset(key: string, test: Test): SqlCondition {
  const isContext = key === "context";
  const contextJoin = sql`join input_tags as tag
    on tag.input_uuid = input.input_uuid and tag.name = ${DATASET_CONTEXT_TAG}`;
  return existsRow(
    test,
    (value) =>
      sql`select 1 from inputs as input join datasets as dataset
        on dataset.dataset_uuid = input.source_id ${isContext ? contextJoin : sql``}
        where input.destination_type = 'RUN' and input.destination_id = runs.run_uuid and ${value}`,
    sql.ref(isContext ? "tag.value" : `dataset.${key}`),
  );
}

function hasAttribute(key: string, test: Test): SqlCondition {
  // MLflow: the name is sought in its tag, because old runs have none in their row.
  if (key === "run_name") return hasPair("tags", RUN_NAME_TAG, test);
  return isValueTest(test) ? compare(runColumn(key), test) : sql<SqlBool>`false`;
}

function hasField({ entity, key }: Field, test: Test): SqlCondition {
  switch (entity) {
    case "metric":
      return hasMetric(key, test);
    case "param":
      return hasPair("params", key, test);
    case "tag":
      return hasPair("tags", key, test);
    case "dataset":
      return hasDataset(key, test);
    case "attribute":
      return hasAttribute(key, test);
  }
}

/**
 * The ids of all runs, of any experiment, with a metric or param that passes a test, by the indexes
 * of `index-for-searches.ts`; undefined for what has none.
 */
export function runIdsWith({ field, test }: Condition): RawBuilder<unknown> | undefined {
  if (!isValueTest(test)) return undefined;
  const { entity, key } = field;
  if (entity === "param") {
    return sql`select run_uuid from params ${BY_PARAMS_INDEX}
      where key = ${key} and ${compare(sql.ref("value"), test)}`;
  }
  if (entity !== "metric") return undefined;
  return sql`select run_uuid from latest_metrics ${BY_METRICS_INDEX}
    where key = ${key} and ${heedNan(compare(sql.ref("value"), test), sql.ref("is_nan"), test)}`;
}

/** What a condition asks of a row of `runs`. */
export function runCondition({ field, test }: Condition): SqlCondition {
  return hasField(field, test);
}
