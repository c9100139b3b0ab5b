import { z } from "zod";

/**
 * The scalar types of protobuf's JSON mapping, as MLflow's clients send them.
 * Source: https://protobuf.dev/programming-guides/json/
 *
 * A `null` is an unset field. Numbers may come as texts. 64-bit integers past 2^53 arrive as
 * `bigint` (see `parseJson`) and leave as exact JSON numbers (see `encodeJson`).
 */

// A page's content security policy forbids compiling code at run time, which zod would try with the
// first object schema. Every schema's module imports this one, so this comes before all of them.
if ("document" in globalThis) z.config({ jitless: true });

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

/** Texts that languages write for what JSON has no number for; protobuf's own is `NaN`. */
const NAN_TEXT = /^[-+]?nan$/i;
const INFINITY_TEXT = /^([-+]?)inf(?:inity)?$/i;
const DOUBLE_TEXT = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

function toDouble(value: unknown): number | undefined {
  if (typeof value === "string") {
    if (NAN_TEXT.test(value)) return NaN;
    const sign = INFINITY_TEXT.exec(value)?.[1];
    if (sign !== undefined) return sign === "-" ? -Infinity : Infinity;
    if (!DOUBLE_TEXT.test(value)) return undefined;
  } else if (typeof value !== "number" && typeof value !== "bigint") return undefined;
  const number = Number(value);
  // Infinity is only meant where it is named: 1e999 is a number that no double can hold.
  return Number.isFinite(number) ? number : undefined;
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
      if (typeof value === "string" && Object.hasOwn(names, value)) return value;
      const number = toInt64(value);
      return typeof number === "number" ? byNumber.get(number) : undefined;
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
