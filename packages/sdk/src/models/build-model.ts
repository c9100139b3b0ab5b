import { platform } from "#platform";
import type { LocalFile } from "../platform/platform.ts";
import type { Flavor, PreparedModel } from "./flavors/flavor.ts";
import { inferSignature } from "./infer-signature.ts";
import { textFile, type WrittenExample, writeExample } from "./input-example.ts";
import { MLMODEL, type Mlmodel, writeMlmodel, writtenSignature } from "./mlmodel.ts";
import type { ModelSignature } from "./signature.ts";

/** What is said of a model, whatever its flavor. */
export interface SaveModelOptions {
  /** What the model takes and gives; told by the model itself, or by its example, when not given. */
  readonly signature?: ModelSignature;
  /** An input that shows what the model takes. */
  readonly inputExample?: unknown;
  /** The params that go with the example. */
  readonly exampleParams?: Readonly<Record<string, unknown>>;
  /** Anything to be kept with the model, in its file `MLmodel`. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A model on its way into a folder. */
export interface BuiltModel {
  readonly flavors: readonly string[];
  readonly signature: ModelSignature | undefined;
  /** All files; `place` is told by `MLmodel`. */
  files(place?: Pick<Mlmodel, "model_id" | "run_id" | "artifact_path">): Promise<LocalFile[]>;
}

export async function buildModel<Input, Options>(
  flavor: Flavor<Input, Options, unknown>,
  model: Input,
  options: Options & SaveModelOptions,
): Promise<BuiltModel> {
  const prepared = await flavor.prepare(model, options);
  const { inputExample, exampleParams, metadata } = options;
  const signature = options.signature ?? (await describe(prepared, options));
  const example =
    inputExample === undefined ? undefined : writeExample(inputExample, exampleParams);
  const files = byPath([...prepared.files, ...(example?.files ?? [])]);
  const size = await sizeOf(files);
  return {
    flavors: Object.keys(prepared.flavors),
    signature,
    files: async (place = {}) => [
      ...files,
      textFile(
        MLMODEL,
        await writeMlmodel({
          ...place,
          ...describeRest(prepared, example, metadata),
          signature: writtenSignature(signature),
          model_size_bytes: size,
        }),
      ),
    ],
  };
}

function describeRest(
  { flavors }: PreparedModel,
  example: WrittenExample | undefined,
  metadata: SaveModelOptions["metadata"],
) {
  return { flavors, metadata, saved_input_example_info: example?.info };
}

/** What the model says itself, or else what its answer to the example says. */
async function describe(
  { signature, predict }: PreparedModel,
  { inputExample, exampleParams }: SaveModelOptions,
): Promise<ModelSignature | undefined> {
  const params = exampleParams && inferSignature(undefined, undefined, exampleParams);
  if (signature !== undefined) return { ...signature, ...params };
  if (inputExample === undefined) return params;
  const inputs = inferSignature(inputExample);
  try {
    const output = await predict?.(inputExample, exampleParams ?? {}, inputs);
    return { ...inputs, ...(output != null && inferSignature(undefined, output)), ...params };
  } catch (error) {
    // A model that was trained for hours is not lost for its example.
    platform.warn(`The model does not answer to its input example: ${String(error)}`);
    return { ...inputs, ...params };
  }
}

/** A file that is named twice is the same file. */
function byPath(files: readonly LocalFile[]): LocalFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

async function sizeOf(files: readonly LocalFile[]): Promise<number> {
  let size = 0;
  for (const file of files) size += (await file.open()).size;
  return size;
}
