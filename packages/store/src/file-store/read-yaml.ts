import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** MLflow's own are below 2 kB; the largest that a dataset's schema makes stay far below this. */
const MAX_BYTES = 4 * 1024 * 1024;

/** One `meta.yaml`, its values not yet looked at. */
export type Yaml = Readonly<Record<string, unknown>>;

/** A file of the store that can't be read as what it should be. */
export class FileStoreError extends Error {
  override readonly name = "FileStoreError";
}

/** @throws FileStoreError when it is no mapping, FileSystem errors when it can't be read. */
export function readYaml(path: string): Yaml {
  const text = readText(path);
  let value: unknown;
  try {
    // Old files hold an experiment's id of 18 digits as a number, which no double keeps.
    value = parse(text, { intAsBigInt: true, logLevel: "error" });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new FileStoreError(`${path} is not YAML: ${reason}`, { cause: error });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Yaml;
  throw new FileStoreError(`${path} holds no mapping.`);
}

/** @throws FileStoreError when the file is larger than any that MLflow writes. */
export function readText(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    if (size <= MAX_BYTES) return readFileSync(file, "utf8");
    throw new FileStoreError(`${path} has ${size} bytes; at most ${MAX_BYTES} are read.`);
  } finally {
    closeSync(file);
  }
}

/** A text of the mapping; numbers as text, what is unset as nothing. */
export function textOf(yaml: Yaml, key: string): string | undefined {
  const value = yaml[key];
  if (typeof value === "string") return value;
  return typeof value === "bigint" || typeof value === "number" ? String(value) : undefined;
}

/** A whole number of the mapping, such as milliseconds since 1970. */
export function integerOf(yaml: Yaml, key: string): number | undefined {
  const number = Number(textOf(yaml, key) ?? NaN);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The pairs of a mapping inside the mapping. */
export function pairsOf(yaml: Yaml, key: string): Pair[] {
  const value = yaml[key];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.keys(value).map((name) => ({
    key: name,
    value: textOf(value as Yaml, name) ?? "",
  }));
}

export interface Pair {
  readonly key: string;
  readonly value: string;
}
