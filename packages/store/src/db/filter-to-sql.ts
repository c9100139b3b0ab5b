import type { Condition, Filter, Test } from "@mlflow-ts/contract/filter";
import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import { inList } from "./in-list.ts";
import { matchesIlike, matchesLike } from "./text-pattern.ts";

export type SqlCondition = RawBuilder<SqlBool>;

/**
 * A filter as one SQL condition. `toCondition` says what each of its conditions asks of the tables;
 * it must not join any, so that a filter of hundreds of conditions works too: EXISTS looks others up.
 */
export function filterToSql(
  filter: Filter,
  toCondition: (condition: Condition) => SqlCondition,
): SqlCondition {
  switch (filter.kind) {
    case "condition":
      return toCondition(filter);
    case "not":
      // Not `not`: of an unknown value, such as an end time of NULL, that is unknown too.
      return sql<SqlBool>`(${filterToSql(filter.operand, toCondition)}) is not true`;
    case "and":
    case "or": {
      if (filter.operands.length === 0) return sql<SqlBool>`true`;
      const operands = filter.operands.map((operand) => filterToSql(operand, toCondition));
      return sql<SqlBool>`(${sql.join(operands, sql.raw(` ${filter.kind} `))})`;
    }
  }
}

/** A test that looks at a value; IS NULL asks for a row and is not one of them. */
export type ValueTest = Exclude<Test, { operator: "IS NULL" | "IS NOT NULL" }>;

export function isValueTest(test: Test): test is ValueTest {
  return "value" in test || "values" in test;
}

/** What a test asks of a column. */
export function compare(column: Expression<unknown>, test: ValueTest): SqlCondition {
  switch (test.operator) {
    case "LIKE":
      return matchesLike(column, test.value);
    case "ILIKE":
      return matchesIlike(column, test.value);
    case "IN":
      return sql<SqlBool>`${column} in ${inList(test.values)}`;
    case "NOT IN":
      return sql<SqlBool>`${column} not in ${inList(test.values)}`;
    default:
      return sql<SqlBool>`${column} ${sql.raw(test.operator)} ${test.value}`;
  }
}

/** Whether a row with the field's key is there or, with a value test, one that passes it. */
export function existsRow(
  test: Test,
  toSubquery: (valueCondition: SqlCondition) => RawBuilder<unknown>,
  column: Expression<unknown>,
): SqlCondition {
  if (isValueTest(test)) return sql<SqlBool>`exists (${toSubquery(compare(column, test))})`;
  const any = toSubquery(sql<SqlBool>`true`);
  return test.operator === "IS NULL"
    ? sql<SqlBool>`not exists (${any})`
    : sql<SqlBool>`exists (${any})`;
}
