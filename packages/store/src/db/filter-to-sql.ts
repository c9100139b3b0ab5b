import type { Condition, Filter, Test } from "@mlflow-ts/contract/filter";
import { type Expression, type RawBuilder, sql, type SqlBool } from "kysely";
import { isExactly, isOther } from "./exact-text.ts";
import { isIn } from "./in-list.ts";
import { perDialect } from "./per-dialect.ts";
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
  if (countConditions(filter) <= MAX_JOINED) return combine(filter, toCondition);
  return combine(filter, (condition) => {
    const whole = toCondition(condition);
    return apartForms.get(whole) ?? whole;
  });
}

/** PostgreSQL looks for the best order in which to join so many look-ups; more would take it hours. */
const MAX_JOINED = 8;

/** Of a condition that looks something up: the same, looked up by itself for each row. */
const apartForms = new WeakMap<SqlCondition, SqlCondition>();

function countConditions(filter: Filter): number {
  if (filter.kind === "condition") return 1;
  if (filter.kind === "not") return countConditions(filter.operand);
  return filter.operands.reduce((count, operand) => count + countConditions(operand), 0);
}

function combine(
  filter: Filter,
  toCondition: (condition: Condition) => SqlCondition,
): SqlCondition {
  switch (filter.kind) {
    case "condition":
      return toCondition(filter);
    case "not":
      // Not `not`: of an unknown value, such as an end time of NULL, that is unknown too.
      return sql<SqlBool>`(${combine(filter.operand, toCondition)}) is not true`;
    case "and":
    case "or": {
      if (filter.operands.length === 0) return sql<SqlBool>`true`;
      const ordered =
        filter.kind === "and" ? filter.operands.toSorted(byWhatTheyKeep) : filter.operands;
      const operands = ordered.map((operand) => combine(operand, toCondition));
      return sql<SqlBool>`(${sql.join(operands, sql.raw(` ${filter.kind} `))})`;
    }
  }
}

/**
 * What keeps fewest rows first: SQLite, which knows nothing of values, tests in the order of the
 * text, and each test that is left out is a look-up.
 */
function byWhatTheyKeep(a: Filter, b: Filter): number {
  return rankOf(a) - rankOf(b);
}

function rankOf(filter: Filter): number {
  if (filter.kind !== "condition") return RANK_OF_RANGE;
  // In the row itself, without a look-up.
  if (filter.field.entity === "attribute") return 0;
  return RANKS[filter.test.operator] ?? RANK_OF_RANGE;
}

const RANKS: Readonly<Record<string, number>> = { "=": 1, IN: 2, LIKE: 3, ILIKE: 3, "!=": 5 };
const RANK_OF_RANGE = 4;

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
      return isIn(asText(column), test.values);
    case "NOT IN":
      return sql<SqlBool>`not ${isIn(asText(column), test.values)}`;
    default: {
      const { operator, value } = test;
      if (typeof value === "string" && operator === "=") return isExactly(column, value);
      if (typeof value === "string" && operator === "!=") return isOther(column, value);
      return sql<SqlBool>`${column} ${sql.raw(operator)} ${value}`;
    }
  }
}

/** Only texts are listed, also those of a number; SQLite compares them with one as they are. */
function asText(column: Expression<unknown>): RawBuilder<unknown> {
  return perDialect({
    sqlite: sql`${column}`,
    postgresql: sql`${column}::text`,
    mysql: sql`cast(${column} as binary)`,
  });
}

/** Whether a row with the field's key is there or, with a value test, one that passes it. */
export function existsRow(
  test: Test,
  toSubquery: (valueCondition: SqlCondition) => RawBuilder<unknown>,
  column: Expression<unknown>,
): SqlCondition {
  const subquery = toSubquery(isValueTest(test) ? compare(column, test) : sql<SqlBool>`true`);
  const exists = sql.raw(test.operator === "IS NULL" ? "not exists" : "exists");
  const condition = sql<SqlBool>`${exists} (${subquery})`;
  apartForms.set(condition, sql<SqlBool>`${exists} (${subquery} ${APART})`);
  return condition;
}

/** PostgreSQL and MySQL join no subquery that says which rows of it are wanted. */
const APART = perDialect({ sqlite: sql``, postgresql: sql`offset 0`, mysql: sql`limit 1` });
