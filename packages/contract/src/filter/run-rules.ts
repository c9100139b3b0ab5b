import { ENTITY_LIST, findEntity, nameEntity, quoteAll } from "./entity-names.ts";
import { cut, describeNotOne, FilterError } from "./filter-error.ts";
import { splitIdentifier } from "./identifier.ts";
import {
  LIST_OPERATORS,
  makeListTest,
  makeNullTest,
  makeNumberTest,
  makeTextTest,
} from "./make-test.ts";
import type { Operand } from "./operand.ts";
import type { RawComparison, Rules } from "./parse-structure.ts";
import { stripQuotes } from "./quoted-text.ts";
import { check64Bits, readNumber, readText, readTexts } from "./read-value.ts";
import type { Entity, Field, Span, Test } from "./syntax.ts";

/** The attributes of a run by the names a filter may use, each with its main name. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["run_id", "run_id"],
  ["run_name", "run_name"],
  ["run name", "run_name"],
  ["Run name", "run_name"],
  ["Run Name", "run_name"],
  ["user_id", "user_id"],
  ["status", "status"],
  ["artifact_uri", "artifact_uri"],
  ["start_time", "start_time"],
  ["created", "start_time"],
  ["Created", "start_time"],
  ["end_time", "end_time"],
]);
/** MLflow: the spellings of `run name` with a space are for filters only. */
const ORDER_ATTRIBUTES = new Map([...ATTRIBUTES].filter(([name]) => !name.includes(" ")));

const NUMERIC_ATTRIBUTES = new Set(["start_time", "end_time"]);
const DATASET_ATTRIBUTES = new Set(["name", "digest", "context"]);

function toField(
  operand: Pick<Operand, "raw" | "escaped">,
  span: Span,
  attributes: ReadonlyMap<string, string>,
): Field {
  const { entityName, key } = splitIdentifier(operand);
  const name = stripQuotes(entityName ?? "attribute", ["`"]);
  const entity = findEntity(name);
  if (entity === undefined) {
    const message = `Invalid entity type '${cut(name)}'. Valid values are ${ENTITY_LIST}`;
    throw new FilterError(message, span);
  }
  if (entity === "attribute") {
    const main = attributes.get(key);
    if (main !== undefined) return { entity, key: main };
    throw new FilterError(
      `Invalid attribute key '${cut(key)}' specified. ` +
        `Valid keys are '{${quoteAll(attributes.keys())}}'`,
      span,
    );
  }
  if (entity === "dataset" && !DATASET_ATTRIBUTES.has(key)) {
    throw new FilterError(
      `Invalid dataset key '${cut(key)}' specified. ` +
        `Valid keys are '{${quoteAll(DATASET_ATTRIBUTES)}}'`,
      span,
    );
  }
  return { entity, key };
}

/** The field of an `order_by` of runs. */
export function toRunOrderField(operand: Pick<Operand, "raw" | "escaped">, span: Span): Field {
  const field = toField(operand, span, ORDER_ATTRIBUTES);
  if (field.entity === "dataset") throw new FilterError("Invalid identifier type 'dataset'", span);
  return field;
}

const EXPECTED_TEXT: Readonly<Record<Exclude<Entity, "metric">, string>> = {
  param: "Expected a quoted string value for parameter (e.g. 'my-value').",
  tag: "Expected a quoted string value for tag (e.g. 'my-value').",
  attribute: "Expected a quoted string value for attributes.",
  dataset: "Expected a quoted string value for dataset attributes.",
};

function toNumberTest(comparison: RawComparison, right: Operand, expected: string): Test {
  const value = readNumber(right);
  if (value === undefined) {
    throw new FilterError(`${expected}. Found ${cut(right.raw)}`, right);
  }
  return makeNumberTest(comparison.comparator, value, comparison);
}

function toListTest({ entity, key }: Field, comparison: RawComparison, right: Operand): Test {
  if (entity === "attribute" && key !== "run_id") {
    const message =
      "Only ['run_id'] attributes support comparison with a list of quoted string values.";
    throw new FilterError(message, comparison);
  }
  return makeListTest(comparison.comparator, readTexts(right), comparison);
}

function toTest(field: Field, comparison: RawComparison, right: Operand): Test {
  const { entity, key } = field;
  if (entity === "metric") {
    const test = toNumberTest(comparison, right, "Expected numeric value type for metric");
    // Metrics are doubles, however the number is written.
    return "value" in test ? ({ ...test, value: Number(test.value) } as Test) : test;
  }
  if (entity === "attribute" && NUMERIC_ATTRIBUTES.has(key)) {
    // MLflow: the attribute is told by the name that the filter has for it.
    const expected = `Expected numeric value type for numeric attribute: ${splitIdentifier(comparison.left).key}`;
    const test = toNumberTest(comparison, right, expected);
    if ("value" in test && typeof test.value === "bigint") check64Bits(test.value, right);
    return test;
  }
  const takesLists = entity === "attribute" || entity === "dataset";
  if (right.kind === "list" && takesLists) return toListTest(field, comparison, right);
  const value = readText(right);
  if (value === undefined) {
    throw new FilterError(`${EXPECTED_TEXT[entity]} Got value ${cut(right.raw)}`, right);
  }
  const alsoAllowed = takesLists ? LIST_OPERATORS : ["IS NULL", "IS NOT NULL"];
  return makeTextTest(comparison.comparator, value, comparison, alsoAllowed);
}

/** The rules of filters for runs. */
export const runRules: Rules = {
  describeNotOne,
  describeInvalidClause: (_filter, parts) =>
    `Invalid clause(s) in filter string: ${quoteAll(parts)}`,
  interpret(comparison) {
    const { left, right, comparator } = comparison;
    if (left.kind !== "identifier") {
      const message = `Invalid comparison clause. Expected 'Identifier' found '${cut(left.raw)}'`;
      throw new FilterError(message, left);
    }
    const field = toField(left, left, ATTRIBUTES);
    if (right !== undefined) {
      return { kind: "condition", field, test: toTest(field, comparison, right) };
    }
    if (field.entity !== "tag" && field.entity !== "param") {
      throw new FilterError(
        "IS NULL / IS NOT NULL is only supported for tags and params, " +
          `not for '${nameEntity(field.entity)}' '${cut(field.key)}'`,
        comparison,
      );
    }
    return { kind: "condition", field, test: makeNullTest(comparator) };
  },
};
