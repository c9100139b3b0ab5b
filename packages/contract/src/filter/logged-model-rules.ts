import { quoteAll } from "./entity-names.ts";
import { quotePython } from "../python-text.ts";
import { cut, FilterError } from "./filter-error.ts";
import { LIST_OPERATORS, NUMBER_OPERATORS, TEXT_OPERATORS } from "./make-test.ts";
import type { Operand } from "./operand.ts";
import type { RawComparison, Rules } from "./parse-structure.ts";
import { type ListItem, parsePythonList } from "./python-list.ts";
import type { Entity, Field, Span, Test } from "./syntax.ts";

const ENTITIES: Readonly<Record<string, Entity>> = {
  attributes: "attribute",
  metrics: "metric",
  params: "param",
  tags: "tag",
};

/** The attributes of a logged model by the names a filter may use, each with its main name. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["model_id", "model_id"],
  ["experiment_id", "experiment_id"],
  ["name", "name"],
  ["artifact_location", "artifact_location"],
  ["creation_time", "creation_timestamp_ms"],
  ["creation_timestamp", "creation_timestamp_ms"],
  ["creation_timestamp_ms", "creation_timestamp_ms"],
  ["last_updated_timestamp", "last_updated_timestamp_ms"],
  ["last_updated_timestamp_ms", "last_updated_timestamp_ms"],
  ["status", "status"],
  ["lifecycle_stage", "lifecycle_stage"],
  ["model_type", "model_type"],
  ["source_run_id", "source_run_id"],
  ["status_message", "status_message"],
]);

/** The main name of a logged model's attribute, by any of its names. */
export function findLoggedModelAttribute(name: string): string | undefined {
  return ATTRIBUTES.get(name);
}

/** In the order of MLflow's message. */
const SHOWN_NUMBER_OPERATORS = ["<", "<=", ">", ">=", "=", "!="];

const IDENTIFIER = /^([a-z]+)\.(.*)$/s;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** Takes every such character off both ends. */
function trimEnds(text: string, character: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charAt(start) === character) start++;
  while (end > start && text.charAt(end - 1) === character) end--;
  return text.slice(start, end);
}

function attributeField(name: string, span: Span): Field {
  const key = ATTRIBUTES.get(name);
  if (key !== undefined) return { entity: "attribute", key };
  throw new FilterError(
    `Invalid attribute key '${cut(name)}' specified. ` +
      `Valid keys are '{${quoteAll(ATTRIBUTES.keys())}}'`,
    span,
  );
}

/** A field by its name, such as `metrics.accuracy` or `creation_time`. */
function toField(operand: Operand): Field {
  const [, entityName, rest = ""] = IDENTIFIER.exec(operand.raw) ?? [];
  // MLflow: a key loses all backticks around it, and keeps other quotes.
  if (entityName === undefined || (rest === "" && operand.escaped === undefined)) {
    return attributeField(trimEnds(operand.raw, "`"), operand);
  }
  const key = operand.escaped ?? trimEnds(rest, "`");
  const entity = ENTITIES[entityName];
  if (entity === undefined) {
    const message =
      `Invalid entity type: '${cut(entityName)}'. ` +
      `Expected one of [${quoteAll(Object.keys(ENTITIES))}].`;
    throw new FilterError(message, operand);
  }
  return entity === "attribute" ? attributeField(key, operand) : { entity, key };
}

function isNumeric({ entity, key }: Field): boolean {
  return entity === "metric" || (entity === "attribute" && key.endsWith("_timestamp_ms"));
}

/** MLflow: a bare name is told by its entity and main name, one with its entity as it was written. */
function nameLeft({ raw }: Operand): string {
  const main = ATTRIBUTES.get(trimEnds(raw, "`"));
  return main === undefined ? raw : `attributes.${main}`;
}

function describeOperator(left: Operand, comparator: string, allowed: readonly string[]): string {
  return (
    `Invalid comparison operator for ${cut(nameLeft(left))}: '${cut(comparator)}'. ` +
    `Expected one of (${quoteAll(allowed)}).`
  );
}

function toNumberTest({ left, comparator, start, end }: RawComparison, right: Operand): Test {
  const operator = NUMBER_OPERATORS.find((known) => known === comparator);
  if (operator === undefined) {
    const message = describeOperator(left, comparator, SHOWN_NUMBER_OPERATORS);
    throw new FilterError(message, { start, end });
  }
  if (NUMBER.test(right.raw)) return { operator, value: Number(right.raw) };
  throw new FilterError(
    `Expected a number to compare ${cut(left.raw)} with. Found ${cut(right.raw)}`,
    right,
  );
}

/** MLflow: SQLite compares a number in a list as its text. */
function toText(item: ListItem, right: Operand): string {
  if (typeof item !== "object") return String(item);
  const message = `Invalid filter string: a list in a list, ${cut(right.raw)}`;
  throw new FilterError(message, right);
}

function toTextTest({ left, comparator, start, end }: RawComparison, right: Operand): Test {
  const textOperator = TEXT_OPERATORS.find((known) => known === comparator);
  const listOperator = LIST_OPERATORS.find((known) => known === comparator);
  const isList = right.kind === "list";
  if (listOperator && isList) {
    const items = parsePythonList(right.raw);
    if (items) {
      return { operator: listOperator, values: items.map((item) => toText(item, right)) };
    }
  } else if (textOperator && !isList) {
    // MLflow: single quotes are taken off, double ones belong to the text, and none are needed.
    const value = right.kind === "text" ? right.escaped : undefined;
    return { operator: textOperator, value: value ?? trimEnds(right.raw, "'") };
  }
  if (textOperator || listOperator) {
    const message = `Invalid filter string: ${cut(right.raw)} can't stand behind ${comparator}.`;
    throw new FilterError(message, right);
  }
  const allowed = [...TEXT_OPERATORS, ...LIST_OPERATORS];
  throw new FilterError(describeOperator(left, comparator, allowed), { start, end });
}

/** The rules of filters for logged models. */
export const loggedModelRules: Rules = {
  describeNotOne: (filter) =>
    `Invalid filter string: ${quotePython(cut(filter))}. Expected a single SQL expression.`,
  describeInvalidClause: (filter) =>
    `Invalid filter string: ${quotePython(cut(filter))}. Expected a list of comparisons separated by 'AND' ` +
    "(e.g. 'metrics.loss > 0.1 AND params.lr = 0.01').",
  interpret(comparison) {
    const { left, right, comparator } = comparison;
    if (right === undefined) {
      const message =
        `Invalid comparison: ${cut(left.raw)} ${comparator}. ` +
        "Expected a comparison with 3 tokens.";
      throw new FilterError(message, comparison);
    }
    const field = toField(left);
    const test = isNumeric(field) ? toNumberTest(comparison, right) : toTextTest(comparison, right);
    return { kind: "condition", field, test };
  },
};
