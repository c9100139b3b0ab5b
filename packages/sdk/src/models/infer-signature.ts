import { shown } from "@mlflow-ts/contract";
import { refusal } from "../logging/check-entry.ts";
import {
  type ColumnSpec,
  isRecord,
  type ModelSignature,
  type ParamSpec,
  type PropertySpec,
  type Schema,
  type TensorSpec,
  type ValueSpec,
} from "./signature.ts";
import { isTable, toRows } from "./table-input.ts";
import { isTensorLike, readTensor, shapeOfNested } from "./tensor.ts";

/**
 * The signature of a model that takes such an input and gives such an output.
 *
 * Tensors (typed arrays, `{ data, shape }`, those of TensorFlow.js and onnxruntime) and numbers in
 * evenly nested lists become tensors, whose first size may vary. Rows (a list of objects) and
 * columns (an object of lists) become columns. A number is a `double`, whole or not, as JavaScript
 * has no other; a `bigint` is a `long`.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what has no type, naming the column.
 * @example
 * const signature = mlflow.models.inferSignature([{ size: 70, city: "Ulm" }], [310_000]);
 * await mlflow.logModel(model, { name: "prices", signature });
 */
export function inferSignature(
  input?: unknown,
  output?: unknown,
  params?: Readonly<Record<string, unknown>>,
): ModelSignature {
  const signature: ModelSignature = {
    ...(input != null && { inputs: inferSchema(input, "input") }),
    ...(output != null && { outputs: inferSchema(output, "output") }),
    ...(params && { params: Object.entries(params).map(inferParam) }),
  };
  if (Object.keys(signature).length > 0) return signature;
  throw refusal("A signature needs an input, an output or params to be inferred from.");
}

/** The columns or tensors of a piece of data; `what` names it in a refusal. */
export function inferSchema(data: unknown, what: string): Schema {
  if (isTensorLike(data) || isNestedNumbers(data)) return [inferTensor(data)];
  if (isTable(data)) return inferColumns(toRows(data));
  if (isRecord(data)) {
    const entries = Object.entries(data);
    if (entries.length > 0 && entries.every(([, value]) => isTensor(value))) {
      return entries.map(([name, value]) => ({ name, ...inferTensor(value) }));
    }
    return inferColumns([data]);
  }
  if (!Array.isArray(data)) return [{ ...inferValue(data, what), required: true }];
  if (data.length === 0) throw refusal(`The ${what} is empty, which says nothing of its type.`);
  return [{ ...mergeAll(data, what), required: true }];
}

function inferTensor(value: unknown): TensorSpec {
  const { dtype, shape } = isTensorLike(value) ? readTensor(value) : describeNested(value);
  const [, ...inner] = shape;
  return {
    type: "tensor",
    "tensor-spec": { dtype, shape: shape.length === 0 ? [] : [-1, ...inner] },
  };
}

function describeNested(value: unknown): { dtype: string; shape: readonly number[] } {
  const shape = shapeOfNested(value, isNumber) ?? [];
  return { dtype: "float64", shape };
}

/** Lists of numbers: a row at least, as a number alone is a value. */
function isNestedNumbers(data: unknown): boolean {
  if (!Array.isArray(data) || data.length === 0) return false;
  const shape = shapeOfNested(data, isNumber);
  return shape !== undefined && !shape.includes(0);
}

/** In an object, a single list is a column of a table; only deeper ones are tensors. */
function isTensor(value: unknown): boolean {
  return isTensorLike(value) || (isNestedNumbers(value) && Array.isArray((value as unknown[])[0]));
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function inferColumns(rows: readonly Readonly<Record<string, unknown>>[]): ColumnSpec[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.map((name) => ({
    ...mergeAll(
      rows.map((row) => row[name]),
      `column '${name}'`,
    ),
    name,
    required: rows.every((row) => row[name] != null),
  }));
}

function inferParam([name, value]: [string, unknown]): ParamSpec {
  const isList = Array.isArray(value);
  const what = `param '${name}'`;
  const spec = isList ? mergeAll(value, what) : inferValue(value, what);
  return { name, default: value, shape: isList ? [-1] : null, ...spec };
}

function mergeAll(values: readonly unknown[], what: string): ValueSpec {
  return values
    .map((value) => inferValue(value, what))
    .reduce((all, one) => merge(all, one, what), { type: "any" });
}

function inferValue(value: unknown, what: string): ValueSpec {
  if (value === null || value === undefined) return { type: "any" };
  if (typeof value === "number") return { type: "double" };
  if (typeof value === "bigint") return { type: "long" };
  if (typeof value === "boolean") return { type: "boolean" };
  if (typeof value === "string") return { type: "string" };
  if (value instanceof Date) return { type: "datetime" };
  if (value instanceof Uint8Array) return { type: "binary" };
  if (Array.isArray(value)) return { type: "array", items: mergeAll(value, what) };
  if (isTensorLike(value)) return { type: "array", items: { type: "double" } };
  if (isRecord(value)) {
    const properties = Object.entries(value).map(([name, field]): [string, PropertySpec] => [
      name,
      { ...inferValue(field, `${what}, '${name}'`), required: field != null },
    ]);
    return { type: "object", properties: Object.fromEntries(properties) };
  }
  throw refusal(`No type of MLflow's holds the ${what}: ${shown(value)}.`);
}

function merge(one: ValueSpec, other: ValueSpec, what: string): ValueSpec {
  if (one.type === "any") return other;
  if (other.type === "any") return one;
  if (one.type === "array" && other.type === "array") {
    return { type: "array", items: merge(one.items, other.items, what) };
  }
  if (one.type === "object" && other.type === "object") return mergeObjects(one, other, what);
  if (one.type === other.type) return one;
  throw refusal(`The ${what} holds both ${one.type} and ${other.type} values; it must be of one.`);
}

type ObjectSpec = Extract<ValueSpec, { type: "object" }>;

function mergeObjects(one: ObjectSpec, other: ObjectSpec, what: string): ObjectSpec {
  const names = new Set([...Object.keys(one.properties), ...Object.keys(other.properties)]);
  const properties = [...names].map((name): [string, PropertySpec] => {
    const [first, second] = [one.properties[name], other.properties[name]];
    if (first === undefined || second === undefined) {
      return [name, { ...(first ?? second ?? { type: "any" }), required: false }];
    }
    const required = first.required !== false && second.required !== false;
    return [name, { ...merge(first, second, `${what}, '${name}'`), required }];
  });
  return { type: "object", properties: Object.fromEntries(properties) };
}
