import { shown } from "@mlflow-ts/contract";
import { refusal } from "../logging/check-entry.ts";
import {
  type ColumnSpec,
  isRecord,
  isTensorSpec,
  type ModelSignature,
  type ParamSpec,
  type Schema,
  type TensorSpec,
  type ValueSpec,
} from "./signature.ts";
import { isTable, toRows } from "./table-input.ts";
import { isNumericType, isTensorLike, readTensor, toTensor } from "./tensor.ts";

/**
 * Checks an input against a model's signature.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE naming the column, or the tensor, that does not fit.
 */
export function checkInput(input: unknown, schema: Schema): void {
  const tensors = schema.filter(isTensorSpec);
  if (tensors.length > 0) return checkTensors(input, tensors);
  const columns = schema.filter((spec) => !isTensorSpec(spec));
  if (columns.length > 0) checkColumns(input, columns);
}

/**
 * The params to predict with: those given, checked, and the signature's own values of the others.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a param that the model does not have or whose value
 * is of another type.
 */
export function completeParams(
  given: Readonly<Record<string, unknown>>,
  specs: ModelSignature["params"] = [],
): Record<string, unknown> {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  for (const [name, value] of Object.entries(given)) {
    const spec = byName.get(name);
    if (spec === undefined) {
      const known = specs.length === 0 ? "none" : [...byName.keys()].join(", ");
      throw refusal(`The model has no param '${name}'; its signature has ${known}.`);
    }
    checkParam(value, spec);
  }
  const own = specs.map((spec): [string, unknown] => [spec.name, spec.default]);
  return { ...Object.fromEntries(own), ...given };
}

function checkParam(value: unknown, spec: ParamSpec): void {
  const what = `The param '${spec.name}'`;
  if (spec.shape === null) return checkValue(value, spec, what);
  if (!Array.isArray(value)) throw refusal(`${what} must be a list; it is ${shown(value)}.`);
  for (const item of value) checkValue(item, spec, what);
}

function checkTensors(input: unknown, specs: readonly TensorSpec[]): void {
  const [only] = specs;
  if (only !== undefined && specs.length === 1 && !isNamed(input, only.name)) {
    // Rows of a table are made one tensor by the flavor, which knows in which order.
    if (!isTable(input)) checkTensor(only.name === undefined ? unwrap(input) : input, only);
    return;
  }
  if (!isRecord(input)) {
    throw refusal(`The model takes several tensors by name: ${listNames(specs)}.`);
  }
  for (const spec of specs) {
    const name = spec.name ?? "";
    if (!Object.hasOwn(input, name)) {
      throw refusal(`The input lacks the tensor '${name}'; the model takes ${listNames(specs)}.`);
    }
    checkTensor(input[name], spec);
  }
}

/** The only tensor may be given by the name that the model itself has for it. */
function unwrap(input: unknown): unknown {
  if (!isRecord(input) || isTensorLike(input)) return input;
  const values = Object.values(input);
  return values.length === 1 ? values[0] : input;
}

function isNamed(input: unknown, name: string | undefined): input is Record<string, unknown> {
  return (
    name !== undefined && isRecord(input) && !isTensorLike(input) && Object.hasOwn(input, name)
  );
}

function checkTensor(value: unknown, { name, "tensor-spec": spec }: TensorSpec): void {
  const what = name === undefined ? "The input" : `The tensor '${name}'`;
  const isKnown = isNumericType(spec.dtype) || spec.dtype === "str";
  const { shape } =
    isKnown || !isTensorLike(value) ? toTensor(value, spec.dtype, what) : readTensor(value);
  const fits =
    shape.length === spec.shape.length &&
    spec.shape.every((size, axis) => size < 0 || size === shape[axis]);
  if (fits) return;
  throw refusal(
    `${what} must be of the shape (${spec.shape.join(", ")}), where -1 stands for any size; it is of the shape (${shape.join(", ")}).`,
  );
}

function checkColumns(input: unknown, specs: readonly ColumnSpec[]): void {
  const [only] = specs;
  if (only?.name === undefined && specs.length === 1 && only !== undefined) {
    const values: readonly unknown[] = Array.isArray(input) ? input : [input];
    for (const value of values) checkValue(value, only, "The input");
    return;
  }
  for (const row of rowsOf(input, specs)) {
    if (!isRecord(row)) {
      throw refusal(
        `The input must be rows with the columns ${listNames(specs)}; it is ${shown(row)}.`,
      );
    }
    for (const spec of specs) checkCell(row, spec, specs);
  }
}

/** Rows and columns are both rows; an object whose columns hold lists themselves is one row. */
export function rowsOf(input: unknown, schema: Schema): readonly unknown[] {
  const hasLists = schema.some(({ type }) => type === "array");
  return isTable(input) && !(hasLists && isRecord(input)) ? toRows(input) : [input];
}

function checkCell(
  row: Readonly<Record<string, unknown>>,
  spec: ColumnSpec,
  all: readonly ColumnSpec[],
): void {
  const name = spec.name ?? "";
  const value = Object.hasOwn(row, name) ? row[name] : undefined;
  if (value !== undefined && value !== null) return checkValue(value, spec, `The column '${name}'`);
  if (spec.required === false || spec.type === "any") return;
  throw refusal(`The input lacks the column '${name}'; the model takes ${listNames(all)}.`);
}

function checkValue(value: unknown, spec: ValueSpec, what: string): void {
  switch (spec.type) {
    case "any":
      return;
    case "array":
      if (!Array.isArray(value) && !isTensorLike(value)) throw mismatch(value, "a list", what);
      for (const item of Array.isArray(value) ? value : []) checkValue(item, spec.items, what);
      return;
    case "map":
      if (!isRecord(value)) throw mismatch(value, "an object", what);
      for (const item of Object.values(value)) checkValue(item, spec.values, what);
      return;
    case "object":
      if (!isRecord(value)) throw mismatch(value, "an object", what);
      for (const [name, property] of Object.entries(spec.properties)) {
        const isMissing = value[name] === undefined || value[name] === null;
        if (isMissing && property.required !== false && property.type !== "any") {
          throw refusal(`${what} lacks '${name}'.`);
        }
        if (!isMissing) checkValue(value[name], property, `${what}, '${name}',`);
      }
      return;
    default:
      if (!SCALARS[spec.type](value)) throw mismatch(value, spec.type, what);
  }
}

const isInteger = (bits: bigint) => (value: unknown) => {
  if (typeof value !== "bigint" && !Number.isSafeInteger(value)) return false;
  const integer = BigInt(value as number | bigint);
  return integer >= -(1n << (bits - 1n)) && integer < 1n << (bits - 1n);
};

const isText = (value: unknown) => typeof value === "string";

const SCALARS = {
  boolean: (value: unknown) => typeof value === "boolean",
  integer: isInteger(32n),
  long: isInteger(64n),
  float: (value: unknown) => typeof value === "number",
  double: (value: unknown) => typeof value === "number",
  string: isText,
  // As JSON has them: bytes in base64, times by ISO 8601.
  binary: (value: unknown) => value instanceof Uint8Array || isText(value),
  datetime: (value: unknown) =>
    value instanceof Date || (typeof value === "string" && !Number.isNaN(Date.parse(value))),
} as const;

function mismatch(value: unknown, type: string, what: string) {
  return refusal(`${what} must be ${type}; it is ${shown(value)}.`);
}

function listNames(specs: readonly { readonly name?: string }[]): string {
  return specs.map(({ name }) => `'${name ?? ""}'`).join(", ");
}
