import { refusal } from "../../logging/check-entry.ts";
import { isRecord, isTensorSpec, type ModelSignature, type Schema } from "../signature.ts";
import { isTable, type Row, toRows } from "../table-input.ts";
import { isTensorLike, readTensor, type Tensor, toNested, toTensor } from "../tensor.ts";

/** One input of a model that takes tensors. */
export interface TensorInput {
  readonly name: string;
  /** By numpy's name; nothing when the library does not tell. */
  readonly dtype: string | undefined;
  /** -1 stands for any size; nothing when the library does not tell. */
  readonly shape: readonly number[] | undefined;
}

/**
 * What a model that takes tensors is fed, by the inputs' names: tensors and lists of numbers as they
 * are, the columns of a table as one tensor each, or all together when the model takes only one.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE naming the input that is missing or does not fit.
 */
export function toFeeds(
  input: unknown,
  inputs: readonly TensorInput[],
  signature: ModelSignature | undefined,
): Map<string, Tensor> {
  const [only] = inputs;
  if (only !== undefined && inputs.length === 1) {
    const isNamed = isRecord(input) && !isTensorLike(input) && Object.hasOwn(input, only.name);
    const value = isNamed ? input[only.name] : input;
    const whole = isTable(value) && !isNamed ? toMatrix(toRows(value), signature?.inputs) : value;
    return new Map([[only.name, feed(whole, only)]]);
  }
  const byName = isTable(input) ? toColumns(toRows(input)) : input;
  const names = inputs.map(({ name }) => `'${name}'`).join(", ");
  if (!isRecord(byName)) throw refusal(`The model takes several inputs by name: ${names}.`);
  return new Map(
    inputs.map((one) => {
      const value = byName[one.name];
      if (value !== undefined) return [one.name, feed(value, one)];
      throw refusal(`The input lacks '${one.name}'; the model takes ${names}.`);
    }),
  );
}

/** The outputs as lists in lists: by name when there are several. */
export function fromOutputs(outputs: readonly (readonly [string, Tensor])[]): unknown {
  const [first] = outputs;
  if (first !== undefined && outputs.length === 1) return toNested(first[1]);
  return Object.fromEntries(outputs.map(([name, tensor]) => [name, toNested(tensor)]));
}

/** The signature of a model that tells its inputs and outputs itself. */
export function toSchema(inputs: readonly TensorInput[]): Schema | undefined {
  const specs = inputs.map(({ name, dtype, shape }) =>
    dtype === undefined || shape === undefined
      ? undefined
      : {
          ...(inputs.length > 1 && { name }),
          type: "tensor" as const,
          "tensor-spec": { dtype, shape },
        },
  );
  const known = specs.filter((spec) => spec !== undefined);
  return known.length === inputs.length && known.length > 0 ? known : undefined;
}

function feed(value: unknown, { name, dtype, shape }: TensorInput): Tensor {
  const what = `The input '${name}'`;
  const own = isTensorLike(value) ? readTensor(value).dtype : "float32";
  const tensor = toTensor(value, dtype ?? own, what);
  // A column of a table is one value for each row, where some models want rows of one value.
  const isColumn =
    tensor.shape.length === 1 && shape?.length === 2 && Math.abs(shape[1] ?? 0) === 1;
  return isColumn ? { ...tensor, shape: [...tensor.shape, 1] } : tensor;
}

function toMatrix(rows: readonly Row[], schema: Schema | undefined): unknown[][] {
  const named = (schema ?? []).flatMap((spec) =>
    isTensorSpec(spec) || spec.name === undefined ? [] : [spec.name],
  );
  const columns = named.length > 0 ? named : Object.keys(rows[0] ?? {});
  return rows.map((row) => columns.map((column) => row[column]));
}

function toColumns(rows: readonly Row[]): Record<string, unknown[]> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(columns.map((column) => [column, rows.map((row) => row[column])]));
}
