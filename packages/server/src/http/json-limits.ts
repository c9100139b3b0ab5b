import { ApiError } from "@mlflow-ts/contract";

const MAX_DEPTH = 64;
/** MLflow's largest list is a batch of 1,000; nothing that a client sends needs ten times that. */
const MAX_ENTRIES = 10_000;
/** Below this, parsing first costs milliseconds at most; and a batch of 1,000 metrics is below. */
const LARGE_TEXT_LENGTH = 128 * 1024;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

function tooDeep(): ApiError {
  return ApiError.invalidParameter(`The request body is nested deeper than ${MAX_DEPTH} levels.`);
}

/** Where the text that begins at a quote ends. */
function endOfText(source: string, from: number): number {
  for (let end = source.indexOf('"', from + 1); end >= 0; end = source.indexOf('"', end + 1)) {
    let before = end - 1;
    while (source.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return source.length;
}

/**
 * Refuses large JSON nested too deep before it is parsed: parsing a million levels takes a second.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE.
 */
export function checkDepthOfText(source: string): void {
  if (source.length < LARGE_TEXT_LENGTH) return;
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === QUOTE) i = endOfText(source, i);
    else if (OPENING.has(code) && ++depth > MAX_DEPTH + 1) throw tooDeep();
    else if (CLOSING.has(code)) depth--;
  }
}

/**
 * Refuses parsed JSON that is nested too deep, has too long lists, or has keys that JavaScript
 * takes for something else.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE.
 */
export function checkJson(value: unknown, depth = MAX_DEPTH, name = "the request body"): void {
  if (typeof value !== "object" || value === null) return;
  if (depth === 0) throw tooDeep();
  let entries = 0;
  // A loop without an array of values: it runs over every point of a batch.
  for (const key in value) {
    if (++entries > MAX_ENTRIES) {
      throw ApiError.invalidParameter(
        `Invalid value for parameter '${name}' supplied: it has more than ${MAX_ENTRIES} entries.`,
      );
    }
    if (key === "__proto__") {
      throw ApiError.invalidParameter("The request body must not hold a key '__proto__'.");
    }
    const entry: unknown = Reflect.get(value, key);
    if (typeof entry === "object") checkJson(entry, depth - 1, key);
  }
}
