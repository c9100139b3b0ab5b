import { ApiError, shown } from "@mlflow-ts/contract/errors";
import {
  checkLength,
  checkName,
  limitValue,
  MAX_KEY_LENGTH,
  MAX_PARAM_VALUE_LENGTH,
  MAX_TAG_VALUE_LENGTH,
} from "@mlflow-ts/contract/names";
import { MlflowError } from "../mlflow-error.ts";

/** A whole number: a step, or milliseconds since 1970. */
export type Integer = number | bigint;

/** What a metric's key, a param's or a tag's may be; `argument` names it in the refusal. */
export function checkKey(key: unknown, argument: string): asserts key is string {
  if (typeof key !== "string" || key === "") {
    throw refusal(`Invalid value ${shown(key)} for '${argument}': it must be a text, not empty.`);
  }
  asMlflowError(() => {
    checkName(key, argument);
    checkLength(argument, MAX_KEY_LENGTH, key);
  });
}

export function checkMetricValue(value: unknown, key: string): asserts value is number {
  if (typeof value === "number") return;
  throw refusal(
    `Invalid value ${shown(value)} for the metric '${key}': it must be a number, such as 0.5, NaN or Infinity.`,
  );
}

export function checkInteger(value: unknown, argument: string): asserts value is Integer {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return;
  throw refusal(
    `Invalid value ${shown(value)} for '${argument}': it must be a whole number; past 2^53 a bigint.`,
  );
}

/** A param's value as the text that is kept: cut to MLflow's limit, as its clients do. */
export function toParamValue(value: unknown): string {
  return limitValue("Param value", MAX_PARAM_VALUE_LENGTH, toText(value), true);
}

export function toTagValue(value: unknown): string {
  return limitValue("Tag value", MAX_TAG_VALUE_LENGTH, toText(value), true);
}

/** Objects as JSON, the rest as JavaScript shows it. */
function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return JSON.stringify(value) ?? "undefined";
  return String(value);
}

export function refusal(message: string): MlflowError {
  return new MlflowError("INVALID_PARAMETER_VALUE", message, 400);
}

function asMlflowError(check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new MlflowError(error.errorCode, error.message, 400);
  }
}
