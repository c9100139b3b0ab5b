import type { Lexer, Token } from "./lexer.ts";
import type { Span } from "./syntax.ts";

/**
 * One side of a comparison. MLflow takes an identifier apart as written, quotes and spaces and
 * all, so it is kept as written: `raw`. `escaped` is what a last `E'…'` stands for.
 */
export interface Operand extends Span {
  readonly kind: "identifier" | "text" | "integer" | "float" | "list" | "expression";
  readonly raw: string;
  readonly escaped?: string;
}

/**
 * `a-b`, `f(x)`: MLflow reads them as one side of a comparison, if only to say that it is no name;
 * in an `order_by` it does not.
 */
export interface OperandOptions {
  readonly allowExpressions: boolean;
}

const COMMENT = /--|\/\*|#$/;

function isNamePart(token: Token): boolean {
  return token.kind === "name" || token.kind === "double-quoted";
}

function isKeyPart(token: Token): boolean {
  return isNamePart(token) || token.kind === "single-quoted" || token.text === "*";
}

/** Reads `first.second.third`, where a point may stand last and have spaces around it. */
function readIdentifier(lexer: Lexer, first: Token, options: OperandOptions): Operand {
  let end = first.end;
  let kind: Operand["kind"] = "identifier";
  for (;;) {
    const next = lexer.read(end);
    if (next.text === "(" && next.start === end && options.allowExpressions) {
      const closed = findListEnd(lexer.text, next.start);
      if (closed < 0) break;
      end = closed;
      kind = "expression";
    } else if (next.text === "." && next.kind === "punctuation") {
      const part = lexer.read(next.end);
      if (part.kind === "escaped" && part.start === next.end) {
        const raw = lexer.text.slice(first.start, next.end);
        return { kind, raw, escaped: part.text, start: first.start, end: part.end };
      }
      end = isKeyPart(part) ? part.end : next.end;
    } else if (next.kind === "name" && next.text.startsWith("[") && next.start === end) {
      end = next.end;
    } else {
      break;
    }
  }
  return { kind, raw: lexer.text.slice(first.start, end), start: first.start, end };
}

/** The offset behind the bracket that closes the one at `start`, or -1; texts are Python's. */
export function findListEnd(text: string, start: number): number {
  let depth = 0;
  let quote = "";
  for (let i = start; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote !== "") {
      if (character === "\\") i++;
      else if (character === quote) quote = "";
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === "(") {
      depth++;
    } else if (character === ")" && --depth === 0) {
      return i + 1;
    }
  }
  return -1;
}

function readSimpleOperand(
  lexer: Lexer,
  token: Token,
  options: OperandOptions,
): Operand | undefined {
  const { start, end } = token;
  const raw = lexer.text.slice(start, end);
  if (isNamePart(token)) return readIdentifier(lexer, token, options);
  if (token.kind === "integer" || token.kind === "float") {
    return { kind: token.kind, raw, start, end };
  }
  if (token.kind === "single-quoted") return { kind: "text", raw, start, end };
  if (token.kind === "escaped") return { kind: "text", raw, escaped: token.text, start, end };
  const isNull = token.kind === "keyword" && token.text === "NULL";
  return isNull && options.allowExpressions ? { kind: "expression", raw, start, end } : undefined;
}

/** The operand that begins with `token`, if one does. */
export function readOperand(
  lexer: Lexer,
  token: Token,
  options: OperandOptions,
): Operand | undefined {
  let operand = readSimpleOperand(lexer, token, options);
  while (operand && options.allowExpressions) {
    const sign = lexer.read(operand.end);
    if (sign.kind !== "operator" || COMMENT.test(sign.text)) break;
    const right = readSimpleOperand(lexer, lexer.read(sign.end), options);
    if (right === undefined) break;
    const raw = lexer.text.slice(token.start, right.end);
    operand = { kind: "expression", raw, start: token.start, end: right.end };
  }
  return operand;
}

/** The bracketed list that begins at `token`, as written. */
export function readList(lexer: Lexer, token: Token): Operand | undefined {
  if (token.kind !== "punctuation" || token.text !== "(") return undefined;
  const end = findListEnd(lexer.text, token.start);
  if (end < 0) return undefined;
  const { start } = token;
  return { kind: "list", raw: lexer.text.slice(start, end), start, end };
}
