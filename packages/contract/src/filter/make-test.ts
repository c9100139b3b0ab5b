import { quoteAll } from "./entity-names.ts";
import { cut, FilterError } from "./filter-error.ts";
import type { Span, Test } from "./syntax.ts";

export const NUMBER_OPERATORS = ["=", "!=", "<", "<=", ">", ">="] as const;
export const TEXT_OPERATORS = ["=", "!=", "LIKE", "ILIKE"] as const;
export const LIST_OPERATORS = ["IN", "NOT IN"] as const;

function refuse(comparator: string, allowed: readonly string[], span: Span): never {
  throw new FilterError(
    `Invalid comparator '${cut(comparator)}' not one of '{${quoteAll(allowed)}}'`,
    span,
  );
}

export function makeNumberTest(comparator: string, value: number | bigint, span: Span): Test {
  const operator = NUMBER_OPERATORS.find((known) => known === comparator);
  return operator ? { operator, value } : refuse(comparator, NUMBER_OPERATORS, span);
}

export function makeTextTest(
  comparator: string,
  value: string,
  span: Span,
  alsoAllowed: readonly string[] = [],
): Test {
  const operator = TEXT_OPERATORS.find((known) => known === comparator);
  return operator
    ? { operator, value }
    : refuse(comparator, [...TEXT_OPERATORS, ...alsoAllowed], span);
}

export function makeListTest(comparator: string, values: readonly string[], span: Span): Test {
  const operator = LIST_OPERATORS.find((known) => known === comparator);
  return operator ? { operator, values } : refuse(comparator, LIST_OPERATORS, span);
}

/** The test of a comparison without a right side. */
export function makeNullTest(comparator: string): Test {
  return { operator: comparator === "IS NULL" ? "IS NULL" : "IS NOT NULL" };
}
