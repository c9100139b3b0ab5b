import { refusal } from "../logging/check-entry.ts";
import { inferSchema } from "../models/infer-signature.ts";
import { writeJson } from "../models/python-json.ts";
import { isRecord, type Schema } from "../models/signature.ts";
import { isTable, toRows } from "../models/table-input.ts";
import { isTensorLike, readTensor, type Tensor, toTensor } from "../models/tensor.ts";
import { digestTable, digestTensors } from "./digest.ts";

/** Data that a run used: what it is, not the data itself. */
export interface Dataset {
  /** As it is shown. */
  readonly name: string;
  /** Eight digits that tell the data from others; the same in Python for the same values. */
  readonly digest: string;
  /** A path or an address; the program, when it is not given. */
  readonly source: string | undefined;
  /** JSON, as MLflow keeps it. */
  readonly schema: string | undefined;
  /** JSON: the number of rows, or the shapes and sizes in bytes. */
  readonly profile: string | undefined;
}

/** What is said of a dataset. */
export interface DatasetOptions {
  /** `dataset` when not given. */
  readonly name?: string;
  /** Made of the values when not given. */
  readonly digest?: string;
  /** Where the data is from: a path, or an address such as `https://…` or `s3://…`. */
  readonly source?: string;
}

/**
 * A dataset of tensors: typed arrays, tensors of TensorFlow.js, or numbers in evenly nested lists,
 * alone or several by name. The first size of each is the number of examples.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no tensor.
 * @example
 * const pixels = [[0, 0.5], [1, 0.25]];
 * const dataset = mlflow.data.fromArrays(pixels, { targets: [0, 1], name: "digits" });
 * await mlflow.logInput(dataset, "training");
 */
export function fromArrays(
  features: unknown,
  { targets, name, digest, source }: DatasetOptions & { readonly targets?: unknown } = {},
): Dataset {
  const parts = [toParts(features, "features")];
  if (targets !== undefined) parts.push(toParts(targets, "targets"));
  const tensors = parts.flatMap((part) => part.map(([, tensor]) => tensor));
  const [featureSchema, targetSchema = null] = parts.map((part) => writeJson(schemaOf(part)));
  const schema = { mlflow_tensorspec: { features: featureSchema, targets: targetSchema } };
  const [own, ofTargets] = parts;
  const profile = { ...measure("features", own), ...measure("targets", ofTargets) };
  return {
    name: name ?? "dataset",
    digest: digest ?? digestTensors(tensors),
    source,
    schema: writeJson(schema),
    profile: writeJson(profile),
  };
}

/**
 * A dataset of rows (a list of objects) or columns (an object of lists, all of one length).
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no table.
 * @example
 * const flats = [{ size: 70, city: "Ulm" }, { size: 45, city: "Bern" }];
 * const dataset = mlflow.data.fromTable(flats, { name: "flats", source: "flats.csv" });
 * await mlflow.logInput(dataset, "training");
 */
export function fromTable(table: unknown, options: DatasetOptions = {}): Dataset {
  if (!isTable(table))
    throw refusal("A table is a list of rows or an object of columns, of one length.");
  const rows = toRows(table);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const profile = { num_rows: rows.length, num_elements: rows.length * columns.length };
  return {
    name: options.name ?? "dataset",
    digest: options.digest ?? digestTable(rows, columns),
    source: options.source,
    schema: writeJson({ mlflow_colspec: inferSchema(rows, "table") }),
    profile: writeJson(profile),
  };
}

type Part = readonly (readonly [string | undefined, Tensor])[];

/** In the order of the names, as MLflow digests them. */
function toParts(value: unknown, what: string): Part {
  if (!isRecord(value) || isTensorLike(value)) return [[undefined, toAnyTensor(value, what)]];
  const named = Object.entries(value).map(
    ([name, one]) => [name, toAnyTensor(one, `'${name}'`)] as const,
  );
  return named.toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function toAnyTensor(value: unknown, what: string): Tensor {
  return isTensorLike(value) ? readTensor(value) : toTensor(value, "float64", `The ${what}`);
}

function schemaOf(part: Part): Schema {
  return part.map(
    ([
      name,
      {
        dtype,
        shape: [, ...inner],
      },
    ]) => ({
      ...(name !== undefined && { name }),
      type: "tensor",
      "tensor-spec": { dtype, shape: [-1, ...inner] },
    }),
  );
}

function measure(name: string, part: Part | undefined): Record<string, unknown> {
  if (part === undefined) return {};
  const byName = (value: (tensor: Tensor) => unknown): unknown => {
    const all = part.map(([key, tensor]) => [key, value(tensor)] as const);
    return all[0]?.[0] === undefined ? all[0]?.[1] : Object.fromEntries(all);
  };
  return {
    [`${name}_shape`]: byName(({ shape }) => shape),
    [`${name}_size`]: byName(({ data }) => data.length),
    [`${name}_nbytes`]: byName(({ data }) => ("byteLength" in data ? data.byteLength : undefined)),
  };
}
