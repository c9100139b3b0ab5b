import { refusal } from "../logging/check-entry.ts";

/** An array of numbers of one type. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Numbers in a typed array, truth values as 0 and 1, or texts. */
export type TensorData = TypedArray | readonly string[];

/** Values in rows of rows, with their type by numpy's name, such as `float32`, `int64`, `bool`. */
export interface Tensor {
  /** The values' type by numpy's name. */
  readonly dtype: string;
  /** The size of each dimension, the outermost first. */
  readonly shape: readonly number[];
  /** All values, row after row. */
  readonly data: TensorData;
}

/**
 * What is taken for a tensor: a typed array (one row), `{ data, shape }`, and the tensors of
 * TensorFlow.js and onnxruntime.
 */
export type TensorLike =
  | TypedArray
  | { readonly data: TensorData; readonly shape: readonly number[]; readonly dtype?: string }
  | { readonly data: TensorData; readonly dims: readonly number[]; readonly type?: string }
  | { dataSync(): TensorData; readonly shape: readonly number[]; readonly dtype: string };

/** The array that keeps a type's values. */
const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;
type NumericType = keyof typeof ARRAYS;

export function isTensorLike(value: unknown): value is TensorLike {
  if (isTypedArray(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  const shape = "shape" in value ? value.shape : "dims" in value ? value.dims : undefined;
  if (!Array.isArray(shape)) return false;
  if ("dataSync" in value) return typeof value.dataSync === "function";
  if (!("data" in value)) return false;
  const { data } = value;
  return isTypedArray(data) || (Array.isArray(data) && data.every(isText));
}

/** @throws MlflowError INVALID_PARAMETER_VALUE when its shape does not fit its data. */
export function readTensor(value: TensorLike): Tensor {
  if (isTypedArray(value)) return { dtype: typeOf(value), shape: [value.length], data: value };
  const data = "dataSync" in value ? value.dataSync() : value.data;
  const shape = "dims" in value ? value.dims : value.shape;
  const named = "dims" in value ? value.type : value.dtype;
  const dtype = named === "string" ? "str" : (named ?? typeOf(data));
  const size = countOf(shape);
  if (data.length === size) return { dtype, shape, data };
  throw refusal(
    `A tensor of the shape (${shape.join(", ")}) has ${size} values; this one has ${data.length}.`,
  );
}

/** The shape of lists in lists; nothing when they are uneven or hold anything but `isValue`. */
export function shapeOfNested(
  nested: unknown,
  isValue: (value: unknown) => boolean,
): number[] | undefined {
  if (!Array.isArray(nested)) return isValue(nested) ? [] : undefined;
  const [first, ...others] = nested.map((item) => shapeOfNested(item, isValue));
  if (first === undefined) return nested.length === 0 ? [0] : undefined;
  const isEven = others.every((shape) => String(shape) === String(first) && shape !== undefined);
  return isEven ? [nested.length, ...first] : undefined;
}

/**
 * A tensor of a type: of lists in lists, whose numbers have none of their own, or of a tensor
 * whose values all fit.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE naming `what` when they do not.
 */
export function toTensor(value: unknown, dtype: string, what: string): Tensor {
  if (isTensorLike(value)) return widen(readTensor(value), dtype, what);
  const shape = shapeOfNested(value, (item) => item === null || typeof item !== "object");
  if (shape === undefined) {
    throw refusal(`${what} must be ${dtype} values in rows of one length; it is uneven or empty.`);
  }
  const values: unknown[] = Array.isArray(value) ? value.flat(shape.length) : [value];
  return { dtype, shape, data: pack(values, dtype, what) };
}

/** Lists in lists, as JSON has them; an integer past 2^53 is a `bigint`. */
export function toNested({ data, shape, dtype }: Tensor): unknown {
  const values = Array.from<unknown>(data as ArrayLike<unknown>).map((value) => {
    if (dtype === "bool") return value === 1 || value === true;
    if (typeof value !== "bigint") return value;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  });
  return nest(values, shape);
}

/** Such as `float32` for numpy's; what has no array is kept as texts. */
export function isNumericType(dtype: string): dtype is NumericType {
  return Object.hasOwn(ARRAYS, dtype);
}

function nest(values: readonly unknown[], [size, ...inner]: readonly number[]): unknown {
  if (size === undefined) return values[0];
  const step = countOf(inner);
  if (inner.length === 0) return values;
  return Array.from({ length: size }, (_, row) =>
    nest(values.slice(row * step, (row + 1) * step), inner),
  );
}

function pack(values: readonly unknown[], dtype: string, what: string): TensorData {
  if (dtype === "str") {
    return values.map((value) => {
      if (typeof value === "string") return value;
      throw refusal(`${what} must hold texts; ${show(value)} is none.`);
    });
  }
  if (!isNumericType(dtype)) throw refusal(`${what} is of the type ${dtype}, which is not known.`);
  const data = new ARRAYS[dtype](values.length);
  for (const [index, value] of values.entries()) {
    data[index] = toElement(value, dtype, what) as never;
  }
  return data;
}

/** Values that have no type of their own take that which is asked for, when they fit in it. */
function toElement(value: unknown, dtype: NumericType, what: string): number | bigint {
  if (dtype === "bool") {
    if (typeof value === "boolean") return Number(value);
    throw refusal(`${what} must hold true or false; ${show(value)} is neither.`);
  }
  if (dtype.startsWith("float")) {
    if (typeof value === "number") return value;
    // JSON has no number for it, and MLflow's examples write it so.
    if (value === null) return NaN;
    throw refusal(`${what} must hold numbers; ${show(value)} is none.`);
  }
  if (typeof value === "bigint" || Number.isSafeInteger(value)) {
    const array = new ARRAYS[dtype](1);
    const isWide = array instanceof BigInt64Array || array instanceof BigUint64Array;
    const element = isWide ? BigInt(value as number) : Number(value);
    array[0] = element as never;
    if (array[0] === element) return element;
  }
  throw refusal(`${what} must hold whole numbers of the type ${dtype}; ${show(value)} is none.`);
}

/** What each type holds without loss. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  bool: ["uint8", "int8", "int16", "int32", "int64", "float32", "float64"],
  float32: ["float64"],
  int8: ["int16", "int32", "int64", "float32", "float64"],
  int16: ["int32", "int64", "float32", "float64"],
  int32: ["int64", "float64"],
  uint8: ["int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64"],
  uint16: ["int32", "uint32", "int64", "uint64", "float32", "float64"],
  uint32: ["int64", "uint64", "float64"],
};

function widen(tensor: Tensor, dtype: string, what: string): Tensor {
  if (tensor.dtype === dtype) return tensor;
  if (!WIDER[tensor.dtype]?.includes(dtype) || !isNumericType(dtype)) {
    throw refusal(
      `${what} must be ${dtype}; it is ${tensor.dtype}, whose values may not fit. Convert it, or ` +
        "pass lists of numbers.",
    );
  }
  const values = Array.from<unknown>(tensor.data as ArrayLike<unknown>).map(Number);
  const plain = dtype === "bool" ? values.map(Boolean) : values;
  return { dtype, shape: tensor.shape, data: pack(plain, dtype, what) };
}

function typeOf(data: TensorData): string {
  if (Array.isArray(data)) return "str";
  const name = Object.prototype.toString.call(data).slice("[object ".length, -"Array]".length);
  return name.replace("Clamped", "").replace("Big", "").toLowerCase();
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function show(value: unknown): string {
  const text = typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
