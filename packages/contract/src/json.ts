// Apart from the schemas: reader threads encode answers and load no schema.

// Where a number begins; the many digits after a decimal point do not count.
const LONG_INTEGER = /[:,[\s]-?[0-9]{16}/;
// 64 bits are twenty digits at most; making a bigint of millions of them takes seconds.
const LONG_INTEGER_TEXT = /^-?\d{1,20}$/;

/**
 * Parses JSON without losing integers past 2^53: those become `bigint`. Texts without an integer
 * of sixteen digits, which is nearly all, take the engine's plain path.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(source: string): unknown {
  if (!LONG_INTEGER.test(source)) return JSON.parse(source);
  return JSON.parse(source, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
    const digits = context?.source;
    return digits !== undefined && LONG_INTEGER_TEXT.test(digits) ? BigInt(digits) : value;
  });
}

declare global {
  interface JSON {
    /** https://github.com/tc39/proposal-json-parse-with-source */
    rawJSON(text: string): unknown;
  }
}

/** A metric's value as MLflow answers it: NaN as a text, infinities as the largest doubles. */
export function encodeDouble(value: number): number | "NaN" {
  if (Number.isNaN(value)) return "NaN";
  if (value === Infinity) return Number.MAX_VALUE;
  if (value === -Infinity) return -Number.MAX_VALUE;
  return value;
}

function encodeBigInt(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? JSON.rawJSON(value.toString()) : value;
}

/** Encodes an answer; a `bigint` leaves as an exact JSON number. */
export function encodeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // A bigint is rare, and a replacer makes encoding several times slower.
    return JSON.stringify(value, encodeBigInt);
  }
}
