import { cut, FilterError } from "./filter-error.ts";
import { Lexer, type Token } from "./lexer.ts";
import { MAX_CONDITIONS, MAX_FILTER_LENGTH, MAX_NESTING } from "./limits.ts";
import { type Operand, readList, readOperand } from "./operand.ts";
import type { Filter, Span, Condition } from "./syntax.ts";

/** A comparison as written, before anybody asks whether such a field exists. */
export interface RawComparison extends Span {
  readonly left: Operand;
  /** Upper-cased, such as `NOT IN`. */
  readonly comparator: string;
  /** Missing for IS NULL and IS NOT NULL. */
  readonly right?: Operand;
}

/** What a kind of filter allows beyond the structure that all have in common. */
export interface Rules {
  /** The message for a filter that is blank, or several divided by `;`. */
  describeNotOne(filter: string): string;
  /** The message for a part that is no condition; `parts` are its tokens and operands. */
  describeInvalidClause(filter: string, parts: readonly string[]): string;
  /** @throws FilterError when there is no such field, or it can't be compared in this way. */
  interpret(comparison: RawComparison): Condition;
}

type Tree =
  | RawComparison
  | { readonly kind: "and" | "or"; readonly operands: readonly Tree[] }
  | { readonly kind: "not"; readonly operand: Tree };

const SHOWN_PARTS = 5;

/**
 * MLflow: conditions may follow each other without AND, but it reads one with IS or IN that follows
 * another condition as part of that; such a filter is refused here.
 */
function canFollow(previous: Tree, tree: Tree): boolean {
  if ("kind" in tree || "kind" in previous) return false;
  return previous.right === undefined || !/^(?:IS|IN|NOT)\b/.test(tree.comparator);
}

class StructureParser {
  readonly #lexer: Lexer;
  readonly #rules: Rules;
  #token: Token;
  #comparisons = 0;

  constructor(text: string, rules: Rules) {
    this.#lexer = new Lexer(text);
    this.#rules = rules;
    this.#token = this.#lexer.read(0);
  }

  parse(): Tree {
    const tree = this.#parseOr(0);
    if (this.#token.kind !== "end") throw this.#invalidClause(this.#token.start);
    return tree;
  }

  #parseOr(depth: number): Tree {
    const first = this.#parseAnd(depth);
    if (!this.#isKeyword("OR")) return first;
    const operands = [this.#requireOperand(first)];
    while (this.#isKeyword("OR")) {
      this.#advance(this.#token.end);
      operands.push(this.#requireOperand(this.#parseAnd(depth)));
    }
    return { kind: "or", operands };
  }

  // MLflow: any number of ANDs may stand between, before and behind conditions, even none.
  #parseAnd(depth: number): Tree {
    const operands: Tree[] = [];
    let followsAnd = true;
    while (!this.#isAtEndOfOperands()) {
      const { start } = this.#token;
      if (this.#isKeyword("AND")) {
        this.#advance(this.#token.end);
        followsAnd = true;
        continue;
      }
      const term = this.#parseTerm(depth);
      const previous = followsAnd ? undefined : operands.at(-1);
      if (previous && !canFollow(previous, term)) throw this.#invalidClause(start);
      operands.push(term);
      followsAnd = false;
    }
    const [only] = operands;
    return operands.length === 1 && only ? only : { kind: "and", operands };
  }

  #isAtEndOfOperands(): boolean {
    return this.#token.kind === "end" || this.#isKeyword("OR") || this.#isPunctuation(")");
  }

  #parseTerm(depth: number): Tree {
    if (depth > MAX_NESTING) {
      throw new FilterError(
        `The filter is nested too deep; at most ${MAX_NESTING} levels are allowed.`,
        this.#token,
      );
    }
    if (this.#isKeyword("NOT")) {
      this.#advance(this.#token.end);
      if (this.#isKeyword("AND") || this.#isAtEndOfOperands()) throw this.#missingCondition();
      return { kind: "not", operand: this.#parseTerm(depth + 1) };
    }
    if (this.#isPunctuation("(")) {
      this.#advance(this.#token.end);
      const inner = this.#requireOperand(this.#parseOr(depth + 1));
      if (!this.#isPunctuation(")")) throw this.#invalidClause(this.#token.start);
      this.#advance(this.#token.end);
      return inner;
    }
    return this.#parseComparison();
  }

  /** Only a whole filter may hold no condition. */
  #requireOperand(tree: Tree): Tree {
    if ("kind" in tree && tree.kind === "and" && tree.operands.length === 0) {
      throw this.#missingCondition();
    }
    return tree;
  }

  #parseComparison(): RawComparison {
    const { start } = this.#token;
    const left = this.#readOperand(this.#token);
    if (left === undefined) throw this.#invalidClause(start);
    this.#comparisons++;
    if (this.#comparisons > MAX_CONDITIONS) {
      throw new FilterError(
        `The filter has too many conditions; at most ${MAX_CONDITIONS} are allowed.`,
        left,
      );
    }
    const sign = this.#lexer.read(left.end);
    const comparison = this.#readTest(left, sign);
    if (comparison === undefined) throw this.#invalidClause(start);
    this.#advance(comparison.end);
    return comparison;
  }

  #readTest(left: Operand, sign: Token): RawComparison | undefined {
    const { start } = left;
    if (sign.kind === "comparator") {
      const token = this.#lexer.read(sign.end);
      const right = this.#readOperand(token) ?? readList(this.#lexer, token);
      return right && { left, comparator: sign.text, right, start, end: right.end };
    }
    if (sign.kind !== "keyword") return undefined;
    const next = this.#lexer.read(sign.end);
    if (sign.text === "IS") {
      const isTest = next.kind === "keyword" && (next.text === "NULL" || next.text === "NOT NULL");
      return isTest ? { left, comparator: `IS ${next.text}`, start, end: next.end } : undefined;
    }
    const isNegated = sign.text === "NOT" && next.kind === "keyword" && next.text === "IN";
    if (sign.text !== "IN" && !isNegated) return undefined;
    const right = readList(this.#lexer, isNegated ? this.#lexer.read(next.end) : next);
    const comparator = isNegated ? "NOT IN" : "IN";
    return right && { left, comparator, right, start, end: right.end };
  }

  #readOperand(token: Token): Operand | undefined {
    return readOperand(this.#lexer, token, { allowExpressions: true });
  }

  #advance(position: number): void {
    this.#token = this.#lexer.read(position);
  }

  #isKeyword(text: string): boolean {
    return this.#token.kind === "keyword" && this.#token.text === text;
  }

  #isPunctuation(text: string): boolean {
    return this.#token.kind === "punctuation" && this.#token.text === text;
  }

  #missingCondition(): FilterError {
    const { start, end } = this.#token;
    const { text } = this.#lexer;
    const found = start < end ? `'${cut(text.slice(start, end))}'` : "the end";
    return new FilterError(
      `Invalid clause(s) in filter string: expected a condition, found ${found}`,
      this.#token,
    );
  }

  /** Names the parts from `start` to where the next condition could begin, as MLflow does. */
  #invalidClause(start: number): FilterError {
    const { text } = this.#lexer;
    const parts: string[] = [];
    let end = start;
    for (;;) {
      const token = this.#lexer.read(end);
      const isSeparator = token.kind === "keyword" && (token.text === "AND" || token.text === "OR");
      if (token.kind === "end" || (isSeparator && parts.length > 0)) break;
      if (parts.length === SHOWN_PARTS) {
        parts.push("…");
        break;
      }
      const part = this.#readOperand(token) ?? token;
      parts.push(cut(text.slice(part.start, part.end)));
      end = part.end;
    }
    if (parts.length === 0) return this.#missingCondition();
    if (parts[0] === ";" && parts.length > 1) {
      return new FilterError(this.#rules.describeNotOne(text), { start, end });
    }
    const message = this.#rules.describeInvalidClause(text, parts);
    return new FilterError(message, { start, end });
  }
}

function interpretTree(tree: Tree, rules: Rules): Filter {
  if (!("kind" in tree)) return rules.interpret(tree);
  if (tree.kind === "not") return { kind: "not", operand: interpretTree(tree.operand, rules) };
  const operands = tree.operands.map((operand) => interpretTree(operand, rules));
  return { kind: tree.kind, operands };
}

/**
 * Parses a filter into its tree: all of its structure first, then what each condition means.
 *
 * @throws FilterError
 */
export function parseWithRules(text: string, rules: Rules): Filter {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new FilterError(
      `The filter is too long: it has ${text.length} characters; ` +
        `at most ${MAX_FILTER_LENGTH} are allowed.`,
      { start: MAX_FILTER_LENGTH, end: text.length },
    );
  }
  if (text === "") return { kind: "and", operands: [] };
  if (text.trim() === "") {
    throw new FilterError(rules.describeNotOne(text), { start: 0, end: text.length });
  }
  return interpretTree(new StructureParser(text, rules).parse(), rules);
}
