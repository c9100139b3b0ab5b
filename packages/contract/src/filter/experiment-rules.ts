import { quoteAll } from "./entity-names.ts";
import { cut, describeNotOne, FilterError } from "./filter-error.ts";
import { splitIdentifier } from "./identifier.ts";
import {
  LIST_OPERATORS,
  makeListTest,
  makeNullTest,
  makeNumberTest,
  makeTextTest,
  TEXT_OPERATORS,
} from "./make-test.ts";
import type { Operand } from "./operand.ts";
import type { RawComparison, Rules } from "./parse-structure.ts";
import { check64Bits, readNumber, readText, readTexts } from "./read-value.ts";
import type { Field, Span, Test } from "./syntax.ts";

const ATTRIBUTES = ["name", "experiment_id", "creation_time", "last_update_time"];
const NUMERIC_ATTRIBUTES = new Set(["creation_time", "last_update_time"]);

function toField(operand: Pick<Operand, "raw" | "escaped">, span: Span): Field {
  const { entityName = "attribute", key } = splitIdentifier(operand);
  if (entityName === "tag" || entityName === "tags") return { entity: "tag", key };
  if (entityName !== "attribute") {
    throw new FilterError(
      `Invalid entity type '${cut(entityName)}'. ` +
        "Valid entity types are ('attribute', 'tag', 'tags')",
      span,
    );
  }
  if (ATTRIBUTES.includes(key)) return { entity: "attribute", key };
  throw new FilterError(
    `Invalid attribute key '${cut(key)}' specified. Valid keys are '{${quoteAll(ATTRIBUTES)}}'`,
    span,
  );
}

/** The field of an `order_by` of experiments. */
export function toExperimentOrderField(
  operand: Pick<Operand, "raw" | "escaped">,
  span: Span,
): Field {
  const field = toField(operand, span);
  if (field.entity === "attribute") return field;
  throw new FilterError(`Invalid order_by entity: ${field.entity}`, span);
}

function toTimeTest(key: string, { comparator, start, end }: RawComparison, right: Operand): Test {
  const value = readNumber(right);
  if (value === undefined) {
    throw new FilterError(
      `Expected numeric value type for numeric attribute: ${key}. Found ${cut(right.raw)}`,
      right,
    );
  }
  const test = makeNumberTest(comparator, value, { start, end });
  if (right.kind === "float") {
    const message = `Invalid value for numeric attribute '${key}': '${cut(right.raw)}'`;
    throw new FilterError(message, right);
  }
  check64Bits(value, right);
  return test;
}

/** An experiment's id is a number in quotes that can be equal or not, nothing else. */
function toIdTest(comparison: RawComparison, right: Operand, test: Test): Test {
  if (test.operator === "LIKE" || test.operator === "ILIKE") {
    const message = `Invalid comparator for experiment_id: ${test.operator}`;
    throw new FilterError(message, comparison);
  }
  const ids = "values" in test ? test.values : "value" in test ? [String(test.value)] : [];
  const wrong = ids.find((id) => !/^\s*[-+]?\d{1,18}\s*$/.test(id));
  if (wrong === undefined) return test;
  throw new FilterError(
    `Invalid experiment ID '${cut(wrong)}'. Experiment ID must be a valid integer.`,
    right,
  );
}

function toTest({ entity, key }: Field, comparison: RawComparison, right: Operand): Test {
  if (entity === "attribute" && NUMERIC_ATTRIBUTES.has(key)) {
    return toTimeTest(key, comparison, right);
  }
  if (right.kind === "list" && entity === "attribute") {
    if (key !== "experiment_id") {
      const message =
        "Only ['experiment_id'] attributes support comparison with a list of quoted string values.";
      throw new FilterError(message, comparison);
    }
    const test = makeListTest(comparison.comparator, readTexts(right), comparison);
    return toIdTest(comparison, right, test);
  }
  const value = readText(right);
  if (value === undefined) {
    const what = entity === "tag" ? "tag (e.g. 'my-value')" : "attributes";
    const message = `Expected a quoted string value for ${what}. Got value ${cut(right.raw)}`;
    throw new FilterError(message, right);
  }
  if (entity === "tag" && !TEXT_OPERATORS.some((known) => known === comparison.comparator)) {
    const message = `Invalid comparator for tag: ${cut(comparison.comparator)}`;
    throw new FilterError(message, comparison);
  }
  const test = makeTextTest(comparison.comparator, value, comparison, LIST_OPERATORS);
  return entity === "attribute" && key === "experiment_id"
    ? toIdTest(comparison, right, test)
    : test;
}

/** The rules of filters for experiments. */
export const experimentRules: Rules = {
  describeNotOne,
  describeInvalidClause: (_filter, parts) =>
    `Invalid clause(s) in filter string: ${parts.join(", ")}`,
  interpret(comparison) {
    const { left, right, comparator } = comparison;
    if (left.kind !== "identifier") {
      const message = `Invalid comparison clause. Expected 'Identifier' found '${cut(left.raw)}'`;
      throw new FilterError(message, left);
    }
    const field = toField(left, left);
    if (right !== undefined) {
      return { kind: "condition", field, test: toTest(field, comparison, right) };
    }
    if (field.entity === "tag") {
      return { kind: "condition", field, test: makeNullTest(comparator) };
    }
    throw new FilterError(
      `IS NULL / IS NOT NULL is only supported for tags, not for attribute '${field.key}'`,
      comparison,
    );
  },
};
