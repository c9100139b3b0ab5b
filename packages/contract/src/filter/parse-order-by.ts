import { toExperimentOrderField } from "./experiment-rules.ts";
import { cut, FilterError } from "./filter-error.ts";
import { Lexer } from "./lexer.ts";
import { MAX_ORDER_BY_LENGTH } from "./limits.ts";
import { type Operand, readOperand } from "./operand.ts";
import { toRunOrderField } from "./run-rules.ts";
import type { OrderBy } from "./syntax.ts";

/** Splits a text into words by a shell's rules; undefined where a quote is not closed. */
function splitShellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i) === "`" ? '"' : text.charAt(i);
    if (quote === "" && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    word ??= "";
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === "\\" && quote !== "'") word += text.charAt(++i);
    else word += character;
  }
  if (word !== undefined) words.push(word);
  return quote === "" ? words : undefined;
}

/** Reads the field at the start of the text. MLflow: `metrics.5 DESC` orders by a metric `5`. */
function readField(lexer: Lexer): Operand | undefined {
  const operand = readOperand(lexer, lexer.read(0), { allowExpressions: false });
  if (operand?.kind !== "identifier" || operand.start !== 0) return undefined;
  const number = lexer.read(operand.end);
  const isKey = number.kind === "float" && number.start === operand.end && !operand.escaped;
  if (!isKey || !/^\.\d+$/.test(number.text)) return operand;
  return { ...operand, raw: operand.raw + number.text, end: number.end };
}

/**
 * Parses one entry of `order_by`, such as ``metrics.`val loss` DESC``.
 *
 * @throws FilterError INVALID_PARAMETER_VALUE, with the place of the fault.
 */
export function parseOrderBy(kind: "runs" | "experiments", text: string): OrderBy {
  const toField = kind === "runs" ? toRunOrderField : toExperimentOrderField;
  const whole = { start: 0, end: text.length };
  const invalid = `Invalid order_by clause '${cut(text)}'. Could not be parsed.`;
  if (text.length > MAX_ORDER_BY_LENGTH) throw new FilterError(invalid, whole);
  const lexer = new Lexer(text);
  const operand = readField(lexer);
  if (operand === undefined) throw new FilterError(invalid, whole);

  // MLflow: a shell's rules split the field from its direction and take the quotes off both.
  const isEscaped = operand.escaped !== undefined;
  const fieldWords = isEscaped ? [operand.raw] : splitShellWords(operand.raw);
  const [raw, ...moreWords] = fieldWords ?? [];
  const direction = lexer.read(operand.end);
  if (raw === undefined || moreWords.length > 0 || direction.start === direction.end) {
    if (raw === undefined || moreWords.length > 0) throw new FilterError(invalid, operand);
    if (operand.end < text.length) throw new FilterError(invalid, whole);
    return { field: toField(operand, operand), ascending: true };
  }
  const isLast = direction.end === text.length && direction.start > operand.end;
  if (!isLast || direction.kind !== "name") throw new FilterError(invalid, whole);
  const word = direction.text.toLowerCase();
  if (word === "asc" || word === "desc") {
    return { field: toField({ ...operand, raw }, operand), ascending: word === "asc" };
  }
  throw new FilterError(`Invalid ordering key in order_by clause '${cut(text)}'.`, direction);
}
