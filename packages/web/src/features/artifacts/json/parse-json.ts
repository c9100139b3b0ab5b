export type JsonValue =
  | null
  | boolean
  | number
  | string
  | JsonNumber
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A number as it is written, which JavaScript's own would round or do not have. */
export class JsonNumber {
  readonly written: string;

  constructor(written: string) {
    this.written = written;
  }

  toString(): string {
    return this.written;
  }

  toJSON(): string {
    return this.written;
  }
}

/** Half a character, which no file holds: it marks what was a number. */
const MARK = "\udfff#";
const MARK_ESCAPED = "\\udfff#";
const NEEDS_CARE = /NaN|Infinity|\d{16}/;
/** Strings are skipped as a whole; Python writes NaN and Infinity, which JSON does not have. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:NaN|Infinity)\b|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gs;

/**
 * Reads JSON as Python writes it, with every digit.
 *
 * @throws SyntaxError when it is none.
 */
export function parseJson(text: string): JsonValue {
  if (!NEEDS_CARE.test(text)) return parse(text);
  const marked = text.replace(TOKEN, (token) =>
    token.startsWith('"') ? token : `"${MARK_ESCAPED}${token}"`,
  );
  return unmark(parse(marked));
}

function parse(text: string): JsonValue {
  try {
    // Whatever JSON.parse answers is a value of JSON.
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    const message = error instanceof Error ? error.message : "It can't be read.";
    throw new SyntaxError(message.replaceAll(MARK_ESCAPED, ""), { cause: error });
  }
}

/** Puts numbers in the places of their marks, without a call for each level: they may be many. */
function unmark(root: JsonValue): JsonValue {
  const holder: { [key: string]: JsonValue } = { root };
  const open: { [key: string]: JsonValue }[] = [holder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [key, value] of Object.entries(next)) {
      if (typeof value === "string" && value.startsWith(MARK)) {
        const number = new JsonNumber(value.slice(MARK.length));
        Object.defineProperty(next, key, { value: number, enumerable: true });
      } else if (typeof value === "object" && value !== null) {
        // An array has its places as keys.
        open.push(value as { [key: string]: JsonValue });
      }
    }
  }
  return holder["root"] ?? null;
}

/** One value for each line, as logs and data sets have them. */
export function parseJsonLines(text: string): JsonValue {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [parseJson(line)];
    } catch {
      throw new SyntaxError(`Line ${index + 1} is no JSON.`);
    }
  });
}
