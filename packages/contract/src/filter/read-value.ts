import { cut, FilterError } from "./filter-error.ts";
import type { Operand } from "./operand.ts";
import { parsePythonList } from "./python-list.ts";
import { stripQuotes } from "./quoted-text.ts";

/** The text of a quoted operand, or undefined where none could stand. */
export function readText(operand: Operand): string | undefined {
  if (operand.kind === "text" && operand.escaped !== undefined) return operand.escaped;
  if (operand.kind !== "text" && operand.kind !== "identifier") return undefined;
  const { raw } = operand;
  const text = stripQuotes(raw, ["'", '"']);
  if (text.length < raw.length) return text;
  throw new FilterError(
    "Parameter value is either not quoted or unidentified quote types used for string value " +
      `${cut(raw)}. Use either single or double quotes.`,
    operand,
  );
}

/** The number that an operand is, or undefined. An integer past 2^53 comes as a `bigint`. */
export function readNumber(operand: Operand): number | bigint | undefined {
  if (operand.kind === "float") return Number(operand.raw);
  if (operand.kind !== "integer") return undefined;
  const value = Number(operand.raw);
  return Number.isSafeInteger(value) ? value : BigInt(operand.raw);
}

/** An integer that a 64-bit column can be compared with. */
export function check64Bits(value: number | bigint, operand: Operand): number | bigint {
  if (typeof value === "number" || BigInt.asIntN(64, value) === value) return value;
  throw new FilterError(
    `Invalid number ${cut(operand.raw)} in filter string: integers have at most 64 bits.`,
    operand,
  );
}

/** The texts of a list, at least one. */
export function readTexts(operand: Operand): readonly string[] {
  const items = parsePythonList(operand.raw);
  const expected = "While parsing a list in the query, expected";
  if (items === undefined) {
    const message = `${expected} a non-empty list of string values, but got ill-formed list.`;
    throw new FilterError(message, operand);
  }
  if (items.length === 0) {
    const message = `${expected} a non-empty list of string values, but got empty list`;
    throw new FilterError(message, operand);
  }
  const texts = items.filter((item) => typeof item === "string");
  if (texts.length === items.length) return texts;
  throw new FilterError(
    `${expected} string value, punctuation, or whitespace, but got different type in list: ` +
      cut(operand.raw),
    operand,
  );
}
