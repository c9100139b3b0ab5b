import { parseJson } from "@mlflow-ts/contract";
import { refusal } from "../logging/check-entry.ts";
import { writeJson } from "./python-json.ts";

/** MLflow's names of what stands in a column. */
export type ScalarType =
  "boolean" | "integer" | "long" | "float" | "double" | "string" | "binary" | "datetime" | "any";

/** What stands in one cell of a table: one value, a list, or an object. */
export type ValueSpec =
  | { readonly type: ScalarType }
  | { readonly type: "array"; readonly items: ValueSpec }
  | { readonly type: "map"; readonly values: ValueSpec }
  | { readonly type: "object"; readonly properties: Readonly<Record<string, PropertySpec>> };

/** A property of an object in a cell. */
export type PropertySpec = ValueSpec & { readonly required?: boolean };

/**
 * A column of a table; the only one may go without a name. It must be there unless `required` is
 * false.
 */
export type ColumnSpec = ValueSpec & { readonly name?: string; readonly required?: boolean };

/** A tensor; the only one may go without a name. */
export interface TensorSpec {
  /** As the input names it. */
  readonly name?: string;
  /** Tells a tensor from a column. */
  readonly type: "tensor";
  /** `dtype` by numpy's name, such as `float32`; -1 in `shape` stands for any size. */
  readonly "tensor-spec": { readonly dtype: string; readonly shape: readonly number[] };
}

/** Columns or tensors, never both. */
export type Schema = readonly (ColumnSpec | TensorSpec)[];

/** What is given beside the input, with the value it has when it is not. */
export type ParamSpec = ValueSpec & {
  readonly name: string;
  readonly default: unknown;
  /** `[-1]` for a list of any length, `null` for one value. */
  readonly shape: readonly number[] | null;
};

/** What a model takes and gives, as MLflow writes it. */
export interface ModelSignature {
  /** What it takes. */
  readonly inputs?: Schema;
  /** What it gives. */
  readonly outputs?: Schema;
  /** What may be given beside the input. */
  readonly params?: readonly ParamSpec[];
}

/** The signature as it stands in an `MLmodel` file: each part as a text of JSON. */
export interface WrittenSignature {
  readonly inputs: string | null;
  readonly outputs: string | null;
  readonly params: string | null;
}

export function isTensorSpec(spec: ColumnSpec | TensorSpec): spec is TensorSpec {
  return spec.type === "tensor";
}

export function writeSignature(signature: ModelSignature): WrittenSignature {
  const { inputs, outputs, params } = signature;
  const write = (part: readonly object[] | undefined) =>
    part === undefined ? null : writeJson(part);
  return { inputs: write(inputs), outputs: write(outputs), params: write(params) };
}

/**
 * Reads a signature from an `MLmodel` file.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a part that is none.
 */
export function readSignature(written: unknown): ModelSignature | undefined {
  if (!isRecord(written)) return undefined;
  const inputs = readPart(written, "inputs", readSpec);
  const outputs = readPart(written, "outputs", readSpec);
  const params = readPart(written, "params", readParam);
  return { ...(inputs && { inputs }), ...(outputs && { outputs }), ...(params && { params }) };
}

function readPart<Spec>(
  written: Readonly<Record<string, unknown>>,
  part: keyof ModelSignature,
  read: (spec: Readonly<Record<string, unknown>>) => Spec | undefined,
): Spec[] | undefined {
  const text = written[part];
  if (text === undefined || text === null) return undefined;
  const specs = typeof text === "string" ? tryParse(text) : text;
  const found = Array.isArray(specs)
    ? specs.map((spec: unknown) => (isRecord(spec) ? read(spec) : undefined))
    : [undefined];
  const isWhole = (all: (Spec | undefined)[]): all is Spec[] => !all.includes(undefined);
  if (isWhole(found)) return found;
  throw refusal(`The model's signature can't be read: its ${part} are no list of types.`);
}

function readSpec(spec: Readonly<Record<string, unknown>>): ColumnSpec | TensorSpec | undefined {
  if (typeof spec["type"] !== "string") return undefined;
  const name = typeof spec["name"] === "string" ? { name: spec["name"] } : {};
  if (spec["type"] !== "tensor") return { ...readValue(spec), ...name, ...readRequired(spec) };
  const tensor = spec["tensor-spec"];
  if (!isRecord(tensor)) return undefined;
  const { dtype, shape } = tensor;
  if (typeof dtype !== "string" || !isShape(shape)) return undefined;
  return { ...name, type: "tensor", "tensor-spec": { dtype, shape } };
}

function readParam(spec: Readonly<Record<string, unknown>>): ParamSpec | undefined {
  // MLflow: older versions wrote `dtype`.
  const type = spec["type"] ?? spec["dtype"];
  if (typeof spec["name"] !== "string" || typeof type !== "string") return undefined;
  const shape = isShape(spec["shape"]) ? spec["shape"] : null;
  return { ...readValue({ ...spec, type }), name: spec["name"], default: spec["default"], shape };
}

const SCALARS: ReadonlySet<string> = new Set<ScalarType>([
  ...(["boolean", "integer", "long", "float", "double", "string", "binary", "datetime"] as const),
  "any",
]);
const MAX_DEPTH = 50;

/** A type that this version does not know is not checked. */
function readValue(spec: unknown, depth = 0): ValueSpec {
  if (!isRecord(spec) || depth > MAX_DEPTH) return { type: "any" };
  const { type, items, values, properties } = spec;
  if (type === "array") return { type, items: readValue(items, depth + 1) };
  if (type === "map") return { type, values: readValue(values, depth + 1) };
  if (type === "object" && isRecord(properties)) {
    const read = Object.entries(properties).map(([name, property]) => [
      name,
      { ...readValue(property, depth + 1), ...(isRecord(property) && readRequired(property)) },
    ]);
    return { type, properties: Object.fromEntries(read) as Record<string, PropertySpec> };
  }
  return { type: isScalarType(type) ? type : "any" };
}

function readRequired(spec: Readonly<Record<string, unknown>>): { required?: boolean } {
  return typeof spec["required"] === "boolean" ? { required: spec["required"] } : {};
}

function isScalarType(type: unknown): type is ScalarType {
  return typeof type === "string" && SCALARS.has(type);
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size));
}

function tryParse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** An object with fields of its own: neither a list nor a tensor nor a date. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
