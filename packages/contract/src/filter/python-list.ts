/** What stands in the brackets of an IN: texts, and numbers and lists that few fields allow. */
export type ListItem = string | number | readonly ListItem[];

const ONE_LETTER_ESCAPES: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE = /\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([0-7]{1,3})|([^]))/gi;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy;
const WHITESPACE = /\s*/y;
const MAX_NESTED_LISTS = 20;

function unescapePython(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(
    ESCAPE,
    (escape, x?: string, u?: string, long?: string, octal?: string, one?: string) => {
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      if (one !== undefined) return ONE_LETTER_ESCAPES[one] ?? escape;
      const code = Number.parseInt(x ?? u ?? long ?? "", 16);
      return code > 0x10ffff ? escape : String.fromCodePoint(code);
    },
  );
}

class ListReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): ListItem | undefined {
    const item = this.#readItem(0);
    return this.#peek() === "" ? item : undefined;
  }

  #peek(): string {
    WHITESPACE.lastIndex = this.#position;
    WHITESPACE.test(this.#text);
    this.#position = WHITESPACE.lastIndex;
    return this.#text.charAt(this.#position);
  }

  #readItem(depth: number): ListItem | undefined {
    const character = this.#peek();
    if (character === "'" || character === '"') return this.#readTexts();
    if (character === "(") return depth < MAX_NESTED_LISTS ? this.#readList(depth) : undefined;
    NUMBER.lastIndex = this.#position;
    if (!NUMBER.test(this.#text)) return undefined;
    const digits = this.#text.slice(this.#position, NUMBER.lastIndex);
    this.#position = NUMBER.lastIndex;
    return Number(digits);
  }

  /** Brackets around one item without a comma mean nothing, as in Python. */
  #readList(depth: number): ListItem | undefined {
    this.#position++;
    const items: ListItem[] = [];
    for (;;) {
      if (this.#peek() === ")") {
        this.#position++;
        return items;
      }
      const item = this.#readItem(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      const separator = this.#peek();
      this.#position++;
      if (separator === ")") return items.length === 1 ? item : items;
      if (separator !== ",") return undefined;
    }
  }

  /** Texts side by side are one text, as in Python. */
  #readTexts(): string | undefined {
    let whole = "";
    for (let quote = this.#peek(); quote === "'" || quote === '"'; quote = this.#peek()) {
      const start = this.#position + 1;
      let end = start;
      while (end < this.#text.length && this.#text.charAt(end) !== quote) {
        if (this.#text.charAt(end) === "\n") return undefined;
        end += this.#text.charAt(end) === "\\" ? 2 : 1;
      }
      if (end >= this.#text.length) return undefined;
      whole += unescapePython(this.#text.slice(start, end));
      this.#position = end + 1;
    }
    return whole;
  }
}

/**
 * Reads a bracketed list by the rules of Python's literals, which MLflow applies to it: escapes
 * such as `\'`, texts side by side, a last comma. `("a")` is one item, `()` none.
 *
 * @returns undefined when the list is ill-formed.
 */
export function parsePythonList(text: string): readonly ListItem[] | undefined {
  const item = new ListReader(text).read();
  if (item === undefined) return undefined;
  return typeof item === "object" ? item : [item];
}

const PRINTED_ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\x00",
};

/** A list that `parsePythonList` reads back. */
export function printPythonList(texts: readonly string[]): string {
  const quoted = texts.map(
    (text) => `'${text.replace(/[\\'\n\r\0]/g, (one) => PRINTED_ESCAPES[one] ?? one)}'`,
  );
  return `(${quoted.join(", ")})`;
}
