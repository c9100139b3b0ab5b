import { parseJson } from "@mlflow-ts/contract";
import type { LocalFile } from "../platform/platform.ts";
import { writeJson } from "./python-json.ts";
import { isRecord } from "./signature.ts";
import { isTable, toRows } from "./table-input.ts";
import { isTensorLike, readTensor, shapeOfNested, toNested } from "./tensor.ts";

const FILE = "input_example.json";
const SERVING_FILE = "serving_input_example.json";

/** What `MLmodel` says of an example, by MLflow's names. */
export interface ExampleInfo {
  readonly artifact_path: string;
  readonly serving_input_path: string;
  readonly type: "ndarray" | "dataframe" | "json_object";
  readonly pandas_orient?: "split";
  readonly params?: "true";
}

export interface WrittenExample {
  readonly info: ExampleInfo;
  readonly files: readonly LocalFile[];
}

/** An input as MLflow keeps examples: one file of it, and one as its scoring server takes it. */
export function writeExample(
  input: unknown,
  params?: Readonly<Record<string, unknown>>,
): WrittenExample {
  const { type, value, isFloat, servedAs } = encode(input);
  const whole = params === undefined ? value : { inputs: value, params };
  const serving = { [servedAs]: value, ...(params && { params }) };
  return {
    info: {
      artifact_path: FILE,
      serving_input_path: SERVING_FILE,
      type,
      ...(type === "dataframe" && { pandas_orient: "split" }),
      ...(params && { params: "true" }),
    },
    files: [
      textFile(FILE, writeJson(whole, { isFloat })),
      textFile(SERVING_FILE, writeJson(serving, { indent: 2, isFloat })),
    ],
  };
}

/** The input and params of an example's file; nothing for a form that only Python has. */
export function readExample(
  info: unknown,
  text: string,
): { readonly input: unknown; readonly params?: Readonly<Record<string, unknown>> } | undefined {
  if (!isRecord(info)) return undefined;
  const whole = parseJson(text);
  const hasParams = info["params"] !== undefined && isRecord(whole);
  const input = decode(info["type"], hasParams ? whole["inputs"] : whole);
  if (input === undefined) return undefined;
  const params = hasParams ? whole["params"] : undefined;
  return { input, ...(isRecord(params) && { params }) };
}

export function textFile(path: string, text: string): LocalFile {
  const blob = new Blob([text]);
  return { path, open: () => Promise.resolve(blob) };
}

interface Encoded {
  readonly type: ExampleInfo["type"];
  readonly value: unknown;
  readonly isFloat: boolean;
  readonly servedAs: "inputs" | "dataframe_split";
}

function encode(input: unknown): Encoded {
  if (isTensorLike(input)) {
    const tensor = readTensor(input);
    const isFloat = tensor.dtype.startsWith("float");
    return { type: "ndarray", value: toNested(tensor), isFloat, servedAs: "inputs" };
  }
  if (isTable(input)) {
    const rows = toRows(input);
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const data = rows.map((row) => columns.map((column) => row[column] ?? null));
    const value = { columns, data };
    return { type: "dataframe", value, isFloat: true, servedAs: "dataframe_split" };
  }
  if (isRecord(input) && Object.values(input).some(isTensorLike)) {
    const value = Object.fromEntries(
      Object.entries(input).map(([name, one]) => [name, encode(one).value]),
    );
    // MLflow reads the numbers by the signature's types.
    return { type: "ndarray", value, isFloat: false, servedAs: "inputs" };
  }
  const isNumbers = shapeOfNested(input, (value) => typeof value === "number") !== undefined;
  const type = Array.isArray(input) && isNumbers ? "ndarray" : "json_object";
  return { type, value: input, isFloat: true, servedAs: "inputs" };
}

function decode(type: unknown, value: unknown): unknown {
  if (type === "ndarray" || type === "json_object") return value;
  if (type !== "dataframe") return undefined;
  // MLflow: a table without names of its columns is kept as `data` alone.
  if (!isRecord(value) || !Array.isArray(value["data"])) return undefined;
  const { columns, data } = value;
  if (!Array.isArray(columns)) return data;
  return data.map((row: unknown) =>
    Object.fromEntries(
      columns.map((column, index) => [String(column), Array.isArray(row) ? row[index] : undefined]),
    ),
  );
}
