import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import {
  type Condition,
  type Field,
  parseFilter,
  parseOrderBy,
  type Test,
} from "@mlflow-ts/contract/filter";
import { sql, type SqlBool } from "kysely";
import type { Queries } from "../db/database.ts";
import {
  compare,
  existsRow,
  filterToSql,
  isValueTest,
  type SqlCondition,
} from "../db/filter-to-sql.ts";
import { isIn } from "../db/in-list.ts";
import { stagesOf } from "../lifecycle.ts";
import { checkMaxResults } from "../max-results.ts";
import { createPageToken, parsePageToken } from "../page-token.ts";
import { type ExperimentRow, loadExperiments } from "./queries.ts";

const MAX_ORDER_BY = 50;

function hasTag(key: string, test: Test): SqlCondition {
  return existsRow(
    test,
    (value) =>
      sql`select 1 from experiment_tags as tag
        where tag.experiment_id = experiments.experiment_id and tag.key = ${key} and ${value}`,
    sql.ref("tag.value"),
  );
}

/** An id is compared as a number: `'007'` is experiment 7. */
function toIdTest(test: Test): Test {
  if ("values" in test) return { ...test, values: test.values.map((id) => String(Number(id))) };
  if (test.operator === "=" || test.operator === "!=") {
    return { ...test, value: Number(test.value) };
  }
  return test;
}

function experimentCondition({ field, test }: Condition): SqlCondition {
  if (field.entity === "tag") return hasTag(field.key, test);
  const asked = field.key === "experiment_id" ? toIdTest(test) : test;
  if (!isValueTest(asked)) return sql<SqlBool>`false`;
  return compare(experimentColumn(field), asked);
}

function experimentColumn({ key }: Field) {
  return sql.ref(`experiments.${key}`);
}

/** MLflow: an empty value comes first or last as the database has it; equal ones by id, downwards. */
function experimentOrder(orderBy: readonly string[]) {
  if (orderBy.length > MAX_ORDER_BY) {
    throw ApiError.invalidParameter(
      `Invalid value for parameter 'order_by' supplied: it has ${orderBy.length} entries; ` +
        `at most ${MAX_ORDER_BY} are allowed.`,
    );
  }
  const texts = orderBy.length > 0 ? orderBy : ["creation_time DESC", "experiment_id ASC"];
  const parsed = texts.map((text) => parseOrderBy("experiments", text));
  const terms = parsed.map(
    ({ field, ascending }) =>
      sql`${experimentColumn(field)} ${sql.raw(ascending ? "asc" : "desc")}`,
  );
  const isById = parsed.some(({ field }) => field.key === "experiment_id");
  return sql.join(isById ? terms : [...terms, sql`experiments.experiment_id desc`], sql`, `);
}

/** A page of the experiments that a filter finds. */
export async function searchExperiments(
  queries: Queries,
  request: RequestOf<"searchExperiments">,
): Promise<ResponseOf<"searchExperiments">> {
  const maxResults = checkMaxResults(request.max_results ?? 0);
  const filter = filterToSql(parseFilter("experiments", request.filter ?? ""), experimentCondition);
  const order = experimentOrder(request.order_by);
  const offset = parsePageToken(request.page_token);
  const { rows } = await sql<ExperimentRow>`
    select experiments.* from experiments
    where ${isIn("experiments.lifecycle_stage", stagesOf(request.view_type))}
      and experiments.workspace = 'default' and ${filter}
    order by ${order} limit ${maxResults + 1} offset ${offset}`.execute(queries);
  const hasMore = rows.length > maxResults;
  if (hasMore) rows.length = maxResults;
  const experiments = await loadExperiments(queries, rows);
  return {
    ...(experiments.length > 0 && { experiments }),
    ...(hasMore && { next_page_token: createPageToken(offset + maxResults) }),
  };
}
