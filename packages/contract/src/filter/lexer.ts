import { FilterError } from "./filter-error.ts";
import { MAX_TOKENS } from "./limits.ts";
import { QuotedText } from "./quoted-text.ts";
import type { Span } from "./syntax.ts";

export type TokenKind =
  | "name" // bare, in backticks or in square brackets
  | "double-quoted"
  | "single-quoted"
  | "escaped" // E'…', beyond MLflow: \' and \\ stand for a quote and a backslash; the text is unescaped
  | "integer"
  | "float"
  | "comparator"
  | "keyword"
  | "operator"
  | "punctuation"
  | "unknown"
  | "end";

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The token's text; upper-cased, with single spaces, for a keyword or a comparator. */
  readonly text: string;
}

const LETTER = "A-Za-zÀ-Üà-ü";
const WHITESPACE = /\s*/y;
/** `.5` and `5.` are numbers; a letter right behind one makes it (or its last digits) a name. */
const NUMBERS: readonly (readonly [TokenKind, RegExp])[] = [
  ["unknown", /-?0x[\da-f]+/iy],
  ["float", /-?\d+(?:\.\d+)?e-?\d+/iy],
  ["float", new RegExp(`-?(?:\\d+\\.\\d*|\\.\\d+)(?![_${LETTER}])`, "y")],
  ["integer", new RegExp(`-?\\d+(?![_${LETTER}])`, "y")],
];
const PATTERN_COMPARATOR = /(?:NOT\s+)?(?:LIKE|ILIKE|RLIKE|REGEXP)(?![\p{L}\p{N}_])/iuy;
const NOT_NULL = /NOT\s+NULL(?![\p{L}\p{N}_])/iuy;
const WORD = /[\p{L}\p{N}_]+/uy;
const SIGIL_NAME = /[@#][\p{L}][\p{L}\p{N}_]+/uy;
const BRACKETED = /\[[^\][]+\]/y;
const COMPARATOR = /[<>=~!]+/y;
const OPERATOR = /[-+/@#%^&|*]+/y;

const SIGNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["name", SIGIL_NAME],
  ["name", BRACKETED],
  ["comparator", COMPARATOR],
  ["operator", OPERATOR],
];

/** Words that are never a name. */
const KEYWORDS = new Set(["AND", "OR", "NOT", "IN", "IS", "NULL"]);
/** Words that stand for a key only in quotes, as in MLflow; others may follow a point bare. */
const ALWAYS_RESERVED = new Set(["CASE", "IN", "VALUES", "USING", "FROM", "AS"]);

function matchEnd(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Reads the tokens of MLflow's search language, one at a time and from any position. */
export class Lexer {
  readonly text: string;
  readonly #quotedText: QuotedText;
  #tokens = 0;

  constructor(text: string) {
    this.text = text;
    this.#quotedText = new QuotedText(text);
  }

  /**
   * The token at `position` or, behind whitespace, the next one.
   *
   * @throws FilterError when more were read than any filter within the limits has.
   */
  read(position: number): Token {
    const start = matchEnd(WHITESPACE, this.text, position);
    if (++this.#tokens > MAX_TOKENS) {
      throw new FilterError("The filter is too complex: it has too many parts.", {
        start,
        end: this.text.length,
      });
    }
    const character = this.text.charAt(start);
    switch (character) {
      case "":
        return { kind: "end", text: "", start, end: start };
      case "'":
        return this.#readQuoted("single-quoted", "'", start);
      case '"':
        return this.#readQuoted("double-quoted", '"', start);
      case "`":
        return this.#readQuoted("name", "`", start);
      case "e":
      case "E":
        if (this.text.charAt(start + 1) === "'") return this.#readEscaped(start);
    }
    return this.#readNumber(start) ?? this.#readWord(start) ?? this.#readSign(start);
  }

  #token(kind: TokenKind, start: number, end: number): Token {
    return { kind, text: this.text.slice(start, end), start, end };
  }

  #readQuoted(kind: TokenKind, quote: "'" | '"' | "`", start: number): Token {
    const end = this.#quotedText.findEnd(start, quote);
    return end < 0 ? this.#token("unknown", start, start + 1) : this.#token(kind, start, end);
  }

  #readEscaped(start: number): Token {
    let end = start + 2;
    let text = "";
    for (; end < this.text.length && this.text.charAt(end) !== "'"; end++) {
      if (this.text.charAt(end) === "\\") end++;
      text += this.text.charAt(end);
    }
    if (end >= this.text.length) return this.#token("unknown", start, this.text.length);
    return { kind: "escaped", text, start, end: end + 1 };
  }

  #readNumber(start: number): Token | undefined {
    for (const [kind, pattern] of NUMBERS) {
      const end = matchEnd(pattern, this.text, start);
      if (end >= 0) return this.#token(kind, start, end);
    }
    return undefined;
  }

  #readWord(start: number): Token | undefined {
    const followsPoint = this.text.charAt(start - 1) === ".";
    const end = matchEnd(WORD, this.text, start);
    if (end < 0) return undefined;
    const upper = this.text.slice(start, end).toUpperCase();
    if (ALWAYS_RESERVED.has(upper)) return { kind: "keyword", text: upper, start, end };
    if (followsPoint) return this.#token("name", start, end);
    const patternEnd = matchEnd(PATTERN_COMPARATOR, this.text, start);
    if (patternEnd >= 0) return this.#spaced("comparator", start, patternEnd);
    const notNullEnd = matchEnd(NOT_NULL, this.text, start);
    if (notNullEnd >= 0) return this.#spaced("keyword", start, notNullEnd);
    if (KEYWORDS.has(upper)) return { kind: "keyword", text: upper, start, end };
    return this.#token("name", start, end);
  }

  #spaced(kind: TokenKind, start: number, end: number): Token {
    const text = this.text.slice(start, end).toUpperCase().replace(/\s+/g, " ");
    return { kind, text, start, end };
  }

  #readSign(start: number): Token {
    for (const [kind, pattern] of SIGNS) {
      const end = matchEnd(pattern, this.text, start);
      if (end >= 0) return this.#token(kind, start, end);
    }
    const kind = ".,();".includes(this.text.charAt(start)) ? "punctuation" : "unknown";
    const point = this.text.codePointAt(start) ?? 0;
    return this.#token(kind, start, start + (point > 0xffff ? 2 : 1));
  }
}
