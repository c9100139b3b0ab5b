import { md5 } from "@noble/hashes/legacy.js";
import type { Row } from "../models/table-input.ts";
import type { Tensor } from "../models/tensor.ts";
import { sipHash } from "./siphash.ts";

/** What MLflow's digests look at; the rest counts by its number. */
const MAX_VALUES = 10_000;

/**
 * The digest that MLflow gives arrays of numpy: the MD5, in eight digits, of pandas' hash of each value
 * and of the shapes. The same values have the same digest in Python.
 */
export function digestTensors(tensors: readonly Tensor[]): string {
  const hash = md5.create();
  for (const { data, shape, dtype } of tensors) {
    const first = Array.from<unknown>(data.slice(0, MAX_VALUES) as ArrayLike<unknown>);
    hash.update(toBytes(hashValues(first, dtype)));
    hash.update(toBytes(BigUint64Array.from(shape, BigInt)));
  }
  return toHex(hash.digest());
}

/** The digest that MLflow gives a DataFrame: of its columns of numbers and of texts. */
export function digestTable(rows: readonly Row[], columns: readonly string[]): string {
  const first = rows.slice(0, MAX_VALUES);
  const typed = columns.flatMap((column) => {
    const values = first.map((row) => row[column]);
    const dtype = columnType(values);
    return dtype === undefined ? [] : [{ column, values, dtype }];
  });
  // pandas sorts the columns where it has to bring both kinds together.
  if (new Set(typed.map(({ dtype }) => dtype === "str")).size === 2) {
    typed.sort((one, other) => (one.column < other.column ? -1 : 1));
  }
  const hashes = typed.map(({ values, dtype }) => hashValues(values, dtype));
  const index = hashValues([...first.keys()].map(BigInt), "int64");
  const hash = md5.create();
  hash.update(toBytes(combine([...hashes, index])));
  hash.update(toBytes(BigUint64Array.of(BigInt(rows.length))));
  for (const column of columns) hash.update(new TextEncoder().encode(column));
  return toHex(hash.digest());
}

/** Columns of anything else, truth values too, are left out. */
function columnType(values: readonly unknown[]): string | undefined {
  if (values.every((value) => typeof value === "string")) return "str";
  if (values.every((value) => typeof value === "bigint")) return "int64";
  const isNumber = (value: unknown) => typeof value === "number" || value == null;
  return values.every(isNumber) ? "float64" : undefined;
}

const KEY = new TextEncoder().encode("0123456789123456");

/** pandas.util.hash_array: each value as 64 bits, spread over all of them. */
function hashValues(values: readonly unknown[], dtype: string): BigUint64Array {
  const seen = new Map<unknown, bigint>();
  return BigUint64Array.from(values, (value) => {
    let hash = seen.get(value);
    if (hash === undefined) {
      hash = spread(dtype === "str" ? sipHash(String(value), KEY) : toBits(value, dtype));
      seen.set(value, hash);
    }
    return hash;
  });
}

function toBits(value: unknown, dtype: string): bigint {
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  if (typeof value === "boolean") return BigInt(value);
  const number = typeof value === "number" ? value : NaN;
  const view = new DataView(new ArrayBuffer(8));
  // 0 and -0 are equal, and so is every NaN.
  if (dtype === "float64") {
    view.setFloat64(0, number === 0 ? 0 : number);
    return view.getBigUint64(0);
  }
  if (dtype === "float32") {
    view.setFloat32(0, number === 0 ? 0 : number);
    return BigInt(view.getUint32(0));
  }
  return BigInt.asUintN(Number(/\d+$/.exec(dtype)?.[0] ?? 8), BigInt(number));
}

/** The last step of SplitMix64. */
function spread(bits: bigint): bigint {
  let hash = bits;
  hash ^= hash >> 30n;
  hash = BigInt.asUintN(64, hash * 0xbf58476d1ce4e5b9n);
  hash ^= hash >> 27n;
  hash = BigInt.asUintN(64, hash * 0x94d049bb133111ebn);
  return hash ^ (hash >> 31n);
}

/** One hash for each row, as Python hashes a tuple. */
function combine(columns: readonly BigUint64Array[]): BigUint64Array {
  return BigUint64Array.from({ length: columns[0]?.length ?? 0 }, (_, row) => {
    let hash = 0x345678n;
    let factor = 1_000_003n;
    for (const [index, column] of columns.entries()) {
      hash = BigInt.asUintN(64, (hash ^ (column[row] ?? 0n)) * factor);
      factor += 82_520n + 2n * BigInt(columns.length - index);
    }
    return BigInt.asUintN(64, hash + 97_531n);
  });
}

function toBytes(words: BigUint64Array): Uint8Array {
  const bytes = new Uint8Array(words.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of words.entries()) view.setBigUint64(index * 8, word, true);
  return bytes;
}

function toHex(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"));
  return digits.join("").slice(0, 8);
}
