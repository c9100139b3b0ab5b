import { printPythonList } from "./python-list.ts";
import type { Condition, Entity, Field, Filter, FilterKind, OrderBy, Test } from "./syntax.ts";

const PREFIXES: Readonly<Record<Entity, string>> = {
  metric: "metrics.",
  param: "params.",
  tag: "tags.",
  attribute: "",
  dataset: "datasets.",
};

const PLAIN_KEY = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const RESERVED_PART = /(?:^|\.)(?:case|in|values|using|from|as)(?:\.|$)/i;

function printEscaped(text: string): string {
  return `E'${text.replace(/[\\']/g, "\\$&")}'`;
}

function printField({ entity, key }: Field): string {
  const prefix = PREFIXES[entity];
  if (PLAIN_KEY.test(key) && !RESERVED_PART.test(key)) return prefix + key;
  return prefix + (/[`'"\\]/.test(key) ? printEscaped(key) : `\`${key}\``);
}

/** Quotes a text so that MLflow reads it too, where it has a way to. */
function printText(text: string, kind: FilterKind): string {
  if (!text.includes("'") && !text.endsWith("\\")) return `'${text}'`;
  const takesDoubleQuotes = kind !== "logged_models";
  if (takesDoubleQuotes && !text.includes('"') && !text.endsWith("\\")) return `"${text}"`;
  return printEscaped(text);
}

function printNumber(value: number | bigint): string {
  if (value === Infinity) return "1e999";
  if (value === -Infinity) return "-1e999";
  if (Object.is(value, -0)) return "-0.0";
  return String(value).replace("e+", "e");
}

function printTest(test: Test, kind: FilterKind): string {
  if ("values" in test) return `${test.operator} ${printPythonList(test.values)}`;
  if (!("value" in test)) return test.operator;
  const { value } = test;
  const printed = typeof value === "string" ? printText(value, kind) : printNumber(value);
  return `${test.operator} ${printed}`;
}

function printCondition({ field, test }: Condition, kind: FilterKind): string {
  return `${printField(field)} ${printTest(test, kind)}`;
}

function printNode(filter: Filter, kind: FilterKind, isOperand: boolean): string {
  if (filter.kind === "condition") return printCondition(filter, kind);
  if (filter.kind === "not") return `NOT ${printNode(filter.operand, kind, true)}`;
  const sign = filter.kind === "and" ? " AND " : " OR ";
  const printed = filter.operands.map((operand) => printNode(operand, kind, true)).join(sign);
  return isOperand ? `(${printed})` : printed;
}

/**
 * Prints a filter so that `parseFilter` reads the same tree from it. Each `and` and `or` in the tree
 * must have two operands or more, but for an `and` of nothing as the whole.
 */
export function printFilter(kind: FilterKind, filter: Filter): string {
  return printNode(filter, kind, false);
}

/** Prints one entry of `order_by`, such as `metrics.loss DESC`. */
export function printOrderBy({ field, ascending }: OrderBy): string {
  return `${printField(field)} ${ascending ? "ASC" : "DESC"}`;
}
