import { type AnyEndpoint, ApiError, shown } from "@mlflow-ts/contract";
import type { z } from "zod";
import { numberAsWritten } from "./as-written.ts";
import { checkJson } from "./json-limits.ts";

type Fields = Record<string, unknown>;

const SEE_DOCS = "See the API docs for more information about request parameters.";

/** How a field is spelled in protobuf's JSON: `run_id` may also come as `runId`. */
function toCamelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

function valueAt(fields: unknown, path: readonly PropertyKey[]): unknown {
  let value = fields;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

/** MLflow names a wrong value's type as Python does. */
function pythonTypeOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (typeof value === "object") return "dict";
  return Number.isInteger(value) || typeof value === "bigint" ? "int" : "float";
}

/** The first thing wrong with a request, in MLflow's words and with the field named. */
function toRefusal(issues: readonly z.core.$ZodIssue[], fields: Fields, body: unknown): ApiError {
  const [issue] = issues;
  const field = formatPath(issue?.path ?? []);
  const value = valueAt(fields, issue?.path ?? []);
  // MLflow: an empty text is a missing text or number, but a wrong integer.
  const isEmpty =
    value === "" && (issue?.code === "too_small" || issue?.message === "Expected a number.");
  if (value === undefined || value === null || isEmpty) {
    return ApiError.invalidParameter(
      `Missing value for required parameter '${field}'. ${SEE_DOCS}`,
    );
  }
  const written = typeof value === "number" ? numberAsWritten(body, issue?.path ?? []) : undefined;
  const type = written !== undefined && /[.e]/i.test(written) ? "float" : pythonTypeOf(value);
  const reason =
    issue?.code === "invalid_type" || /^Expected (a|true) /.test(issue?.message ?? "")
      ? ` Hint: Value was of type '${type}'.`
      : issue?.message;
  return ApiError.invalidParameter(
    `Invalid value ${written?.slice(0, 100) ?? shown(value)} for parameter '${field}' supplied: ${reason} ${SEE_DOCS}`,
  );
}

/** Turns what came over HTTP into an endpoint's checked request. */
export type ParseRequest = (sources: {
  readonly query: Fields;
  readonly body: unknown;
  readonly path: Fields;
}) => unknown;

/**
 * Prepares the parsing of an endpoint's requests: fields from the query (GET and DELETE) or the body,
 * then those in the path; old and camel-case names; then the contract's schema.
 */
export function createRequestParser(endpoint: AnyEndpoint): ParseRequest {
  // Every request of the contract is an object schema.
  const shape = (endpoint.request as z.ZodObject).shape;
  const camelCased = new Map(
    Object.keys(shape)
      .map((name) => [toCamelCase(name), name] as const)
      .filter(([camel, name]) => camel !== name),
  );
  const lists = new Set(
    Object.entries(shape)
      .filter(([, type]) => isList(type))
      .map(([name]) => name),
  );
  const aliases = Object.entries(endpoint.aliases ?? {});

  return ({ query, body, path }) => {
    // Without a prototype, so that no name, such as `__proto__`, means anything but a field.
    const fields: Fields = Object.create(null);
    for (const [name, value] of Object.entries(query)) {
      fields[name] = lists.has(name) && !Array.isArray(value) ? [value] : value;
    }
    Object.assign(fields, toFields(body));
    for (const name of Object.keys(fields)) {
      const original = camelCased.get(name);
      if (original === undefined) continue;
      if (fields[original] !== undefined) {
        throw ApiError.invalidParameter(
          `Request specifies both '${original}' and '${name}'; provide only one of them.`,
        );
      }
      fields[original] = fields[name];
    }
    Object.assign(fields, path);
    for (const [old, name] of aliases) {
      if (!fields[name]) fields[name] = fields[old];
    }
    const parsed = endpoint.request.safeParse(fields);
    if (!parsed.success) throw toRefusal(parsed.error.issues, fields, body);
    return parsed.data;
  };
}

function isList(type: unknown): boolean {
  if (typeof type !== "object" || type === null || !("_zod" in type)) return false;
  // Zod's public definition tree: a pipe or optional holds the array inside.
  const { def } = type._zod as { def: { type: string; in?: unknown; innerType?: unknown } };
  return def.type === "array" || isList(def.in) || isList(def.innerType);
}

function toFields(body: unknown): Fields {
  if (body === undefined || body === null) return {};
  if (typeof body !== "object" || Array.isArray(body)) {
    throw ApiError.invalidParameter("The request body must be a JSON object.");
  }
  checkJson(body);
  // A JSON object: its keys are texts.
  return body as Fields;
}
