import { getNullableType, type GraphQLFieldResolver, isListType } from "graphql";
import { toSnakeCase } from "./wire-name.ts";

const wireNames = new Map<string, string>();

function wireNameOf(fieldName: string): string {
  let name = wireNames.get(fieldName);
  if (name === undefined) wireNames.set(fieldName, (name = toSnakeCase(fieldName)));
  return name;
}

/** MLflow: an unset field is answered as protobuf's default for its type. */
const DEFAULTS: Readonly<Record<string, unknown>> = { String: "", LongString: "0" };

/**
 * Reads a field of the schema from an object of the REST API: its name in snake case, a 64-bit
 * integer as text, NaN as null. A value that is a function is called, so that what is not asked
 * for is not loaded.
 */
export const resolveField: GraphQLFieldResolver<unknown, unknown> = (source, args, _, info) => {
  if (typeof source !== "object" || source === null) return null;
  const value: unknown = Reflect.get(source, wireNameOf(info.fieldName));
  if (typeof value === "function") return value(args);
  const type = getNullableType(info.returnType);
  if (isListType(type)) return value ?? [];
  const typeName = type.toString();
  if (value === undefined) return DEFAULTS[typeName] ?? null;
  if (typeof value === "number" || typeof value === "bigint") {
    return typeName === "LongString" ? value.toString() : value;
  }
  if (typeName === "Float" && value === "NaN") return null;
  return value;
};
