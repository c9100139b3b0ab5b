import { z } from "zod";

/**
 * The scalar types of protobuf's JSON mapping, as MLflow's clients send them.
 * Source: https://protobuf.dev/programming-guides/json/
 *
 * A `null` is an unset field. Numbers may come as texts. 64-bit integers past 2^53 arrive as
 * `bigint` (see `parseJson`) and leave as exact JSON numbers (see `encodeJson`).
 */

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const INT32_MAX = 2 ** 31 - 1;
const INTEGER_TEXT = /^-?\d{1,20}$/;

export type Int64 = number | bigint;

function toInt64(value: unknown): Int64 | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value === "string") {
    return INTEGER_TEXT.test(value) ? toInt64(BigInt(value)) : undefined;
  }
  if (typeof value !== "bigint" || value < INT64_MIN || value > INT64_MAX) return undefined;
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

function scalar<Input, T>(
  type: string,
  jsonSchema: Record<string, unknown>,
  read: (value: unknown) => T | undefined,
) {
  return z
    .custom<Input>()
    .transform((value, context): T => {
      const read_ = read(value);
      if (read_ !== undefined) return read_;
      context.issues.push({ code: "custom", input: value, message: `Expected ${type}.` });
      return z.NEVER;
    })
    .meta(jsonSchema);
}

export const int64 = () =>
  scalar<Int64 | string, Int64>("a 64-bit integer", { type: "integer", format: "int64" }, toInt64);

export const int32 = () =>
  scalar<number | string, number>(
    "a 32-bit integer",
    { type: "integer", format: "int32" },
    (value) => {
      const read = toInt64(value);
      return typeof read === "number" && Math.abs(read) <= INT32_MAX ? read : undefined;
    },
  );

const NAMED_DOUBLES: Readonly<Record<string, number>> = {
  NaN,
  Infinity,
  "-Infinity": -Infinity,
};

function toDouble(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "string") return undefined;
  const named = NAMED_DOUBLES[value];
  if (named !== undefined) return named;
  if (!/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(value)) return undefined;
  return Number(value);
}

export const double = () =>
  scalar<number | string, number>("a number", { type: "number", format: "double" }, toDouble);

export const bool = () =>
  scalar<boolean | string, boolean>("true or false", { type: "boolean" }, (value) => {
    if (typeof value === "boolean") return value;
    if (typeof value !== "string") return undefined;
    const lower = value.toLowerCase();
    return lower === "true" ? true : lower === "false" ? false : undefined;
  });

/** Whether every database can keep a text: it is well-formed Unicode without NUL. */
export function isStorableText(value: string): boolean {
  return value.isWellFormed() && !value.includes("\0");
}

export const text = () =>
  z.string().refine(isStorableText, {
    message: "Text must be well-formed Unicode without NUL.",
  });

/** A field that must be there and, as in MLflow, must not be empty. */
export const requiredText = () => text().min(1);

/** An enum by its name or its protobuf number. */
export function protoEnum<const Names extends Readonly<Record<string, number>>>(names: Names) {
  const byNumber = new Map<number, string>(Object.entries(names).map(([k, v]) => [v, k]));
  const list = Object.keys(names);
  return scalar<keyof Names | number, keyof Names>(
    `one of ${list.join(", ")}`,
    { type: "string", enum: list },
    (value) => {
      if (typeof value === "string" && Object.hasOwn(names, value)) return value as keyof Names;
      const number = toInt64(value);
      // The map holds only keys of `names`.
      return typeof number === "number" ? (byNumber.get(number) as keyof Names) : undefined;
    },
  );
}

/** An optional field; `null` counts as unset. */
export function optional<T extends z.ZodType>(type: T) {
  return type.nullish().transform((value) => value ?? undefined);
}

/** A repeated field: unset or `null` is the empty list. */
export function repeated<T extends z.ZodType>(type: T) {
  return z
    .array(type)
    .nullish()
    .transform((value) => value ?? []);
}

// Where a number begins; the many digits after a decimal point do not count.
const LONG_INTEGER = /[:,[\s]-?[0-9]{16}/;

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
    return digits !== undefined && /^-?\d+$/.test(digits) ? BigInt(digits) : value;
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
