import { ApiError, shown } from "./errors.ts";

/** MLflow's limits, in characters. */
export const MAX_KEY_LENGTH = 250;
export const MAX_PARAM_VALUE_LENGTH = 6000;
export const MAX_TAG_VALUE_LENGTH = 8000;

/** Most names: parts of plain characters between single dots or slashes, so normal and allowed. */
const PLAIN_NAME = /^[\w\-: ]+(?:[./][\w\-: ]+)*$/;
const ALLOWED_NAME = /^[/\p{L}\p{N}_.\- :]*$/u;
const BAD_CHARACTERS =
  "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), " +
  "spaces ( ), colon(:) and slashes (/).";

/** POSIX path normalisation, as MLflow applies it to names that may become file names. */
function normalizePath(name: string): string {
  const root = /^\/\/(?!\/)/.test(name) ? "//" : name.startsWith("/") ? "/" : "";
  const kept: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && (kept.length > 0 ? kept.at(-1) !== ".." : root !== "")) kept.pop();
    else kept.push(part);
  }
  return root + kept.join("/") || ".";
}

function invalidValue(path: string, value: string, reason: string): ApiError {
  return ApiError.invalidParameter(
    `Invalid value ${shown(value)} for parameter '${path}' supplied: ${reason}`,
  );
}

/**
 * Refuses a metric, param or tag name that MLflow refuses: other characters than letters, digits
 * and `_-.: /`, or one that is no normal path. `path` names the field, such as `metrics[3].name`.
 */
export function checkName(name: string, path: string): void {
  if (PLAIN_NAME.test(name)) return;
  if (!ALLOWED_NAME.test(name)) throw invalidValue(path, name, BAD_CHARACTERS);
  const normal = normalizePath(name);
  if (normal !== name || normal === "." || normal.startsWith("..") || normal.startsWith("/")) {
    throw invalidValue(
      path,
      name,
      "Names may be treated as files in certain cases, and must not resolve to other names" +
        ` when treated as such. This name would resolve to '${normal}'`,
    );
  }
}

/** The number of characters as Python counts them: code points, not UTF-16 units. */
export function countCharacters(value: string): number {
  let count = value.length;
  for (let i = 0; i < value.length - 1; i++) {
    if ((value.charCodeAt(i) & 0xfc00) === 0xd800) count--;
  }
  return count;
}

export function checkLength(what: string, limit: number, value: string): void {
  if (value.length <= limit || countCharacters(value) <= limit) return;
  throw ApiError.invalidParameter(`'${what}' exceeds the maximum length of ${limit} characters`);
}

/** A value within its limit, cut to it where MLflow would cut it, else refused. */
export function limitValue(what: string, limit: number, value: string, truncate: boolean): string {
  if (value.length <= limit || countCharacters(value) <= limit) return value;
  if (truncate) return [...value].slice(0, limit).join("");
  throw ApiError.invalidParameter(`'${what}' exceeds the maximum length of ${limit} characters`);
}
