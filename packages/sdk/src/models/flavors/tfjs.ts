import { platform } from "#platform";
import { refusal } from "../../logging/check-entry.ts";
import type { LocalFile } from "../../platform/platform.ts";
import { textFile } from "../input-example.ts";
import { checkModelPath, type ModelFolder } from "../model-folder.ts";
import { isRecord } from "../signature.ts";
import type { TensorData } from "../tensor.ts";
import { fromOutputs, type TensorInput, toFeeds, toSchema } from "./feeds.ts";
import { type Flavor, loadPackage, type Predict } from "./flavor.ts";

/** What is used of a TensorFlow.js model: `tf.LayersModel` and `tf.GraphModel` have it alike. */
export interface TfjsModel {
  /**
   * Hands the topology and weights to a handler.
   *
   * @throws Error what the library or the handler refuses.
   */
  save(handler: never): Promise<unknown>;
  /** Names, types and shapes of the inputs. */
  readonly inputs: readonly TfjsValue[];
  /** Names, types and shapes of the outputs. */
  readonly outputs: readonly TfjsValue[];
  /** Predicts from tensors. */
  predict(inputs: never): unknown;
  /**
   * Predicts from tensors, where the graph has control flow.
   *
   * @throws Error what the library refuses.
   */
  executeAsync?(inputs: never): Promise<unknown>;
}

interface TfjsValue {
  readonly name: string;
  readonly dtype?: string;
  readonly shape?: readonly (number | null)[];
}

interface TfjsArtifacts {
  readonly modelTopology?: unknown;
  readonly format?: string;
  readonly weightSpecs?: unknown;
  readonly weightData?: ArrayBuffer | readonly ArrayBuffer[];
}

interface TfjsTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  data(): Promise<TensorData>;
  dispose(): void;
}

interface Tfjs {
  readonly version: { readonly tfjs?: string; readonly "tfjs-core"?: string };
  tensor(data: TensorData, shape: readonly number[], dtype: string): TfjsTensor;
  loadLayersModel(handler: { load(): Promise<TfjsArtifacts> }): Promise<TfjsModel>;
  loadGraphModel(handler: { load(): Promise<TfjsArtifacts> }): Promise<TfjsModel>;
}

const FOLDER = "tfjs";
const MODEL = `${FOLDER}/model.json`;

export const tfjsFlavor: Flavor<TfjsModel | string, object, TfjsModel> = {
  name: "tfjs",

  async prepare(model) {
    const files = typeof model === "string" ? await collect(model) : await save(model);
    const isModel = typeof model !== "string";
    const inputs = isModel ? toSchema(model.inputs.map(readValue)) : undefined;
    const outputs = isModel ? toSchema(model.outputs.map(readValue)) : undefined;
    return {
      files,
      flavors: { tfjs: { data: MODEL } },
      signature: inputs && { inputs, ...(outputs && { outputs }) },
    };
  },

  async open(folder, config) {
    const { module } = await loadPackage(platform.packages.tfjs, "A model of the flavor tfjs");
    const tf = toTfjs(module);
    const path = checkModelPath(folder, config["data"], "model");
    const artifacts = await readArtifacts(folder, path);
    const handler = { load: () => Promise.resolve(artifacts) };
    const native =
      artifacts.format === "graph-model"
        ? await tf.loadGraphModel(handler)
        : await tf.loadLayersModel(handler);
    return { native, predict: predictWith(tf, native) };
  },
};

function predictWith(tf: Tfjs, model: TfjsModel): Predict {
  const inputs = model.inputs.map(readValue);
  return async (input, _params, signature) => {
    const feeds = [...toFeeds(input, inputs, signature)].map(([name, tensor]) => {
      const dtype = tensor.dtype === "str" ? "string" : tensor.dtype;
      return [name, tf.tensor(tensor.data, tensor.shape, dtype)] as const;
    });
    const outputs = await run(model, feeds);
    const read = outputs.map(async (tensor, index) => {
      const { shape, dtype } = tensor;
      const name = model.outputs[index]?.name ?? `output_${index}`;
      return [name, { shape, dtype, data: await tensor.data() }] as const;
    });
    const answer = fromOutputs(await Promise.all(read));
    for (const tensor of [...outputs, ...feeds.map(([, tensor]) => tensor)]) tensor.dispose();
    return answer;
  };
}

async function run(
  model: TfjsModel,
  feeds: readonly (readonly [string, TfjsTensor])[],
): Promise<TfjsTensor[]> {
  // A graph takes its inputs by name; layers take them in order, and one alone without a list.
  const isGraph = model.executeAsync !== undefined;
  const tensors = feeds.map(([, tensor]) => tensor);
  const given = isGraph ? Object.fromEntries(feeds) : tensors.length === 1 ? tensors[0] : tensors;
  const answer = await tryPredict(model, given as never);
  return (Array.isArray(answer) ? answer : [answer]) as TfjsTensor[];
}

/** A graph with conditions or loops can only be run asynchronously, and says so. */
async function tryPredict(model: TfjsModel, given: never): Promise<unknown> {
  try {
    return model.predict(given);
  } catch (error) {
    const isAsync = error instanceof Error && error.message.includes("executeAsync");
    if (!isAsync || model.executeAsync === undefined) throw error;
    return model.executeAsync(given);
  }
}

/** In TensorFlow.js's own format, which `tf.loadLayersModel(url)` reads too. */
async function save(model: TfjsModel): Promise<LocalFile[]> {
  let saved: TfjsArtifacts | undefined;
  const handler = {
    save: (artifacts: TfjsArtifacts) => {
      saved = artifacts;
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" },
      });
    },
  };
  // What TensorFlow.js calls an IOHandler; its types are not there where it is not installed.
  await model.save(handler as never);
  if (saved === undefined) throw refusal("The TensorFlow.js model did not hand over its weights.");
  const { weightSpecs = [], weightData = [], ...topology } = saved;
  const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
  const weights = new Blob(Array.isArray(weightData) ? weightData : [weightData as ArrayBuffer]);
  return [
    textFile(MODEL, JSON.stringify({ ...topology, weightsManifest })),
    { path: `${FOLDER}/weights.bin`, open: () => Promise.resolve(weights) },
  ];
}

/** A folder that TensorFlow.js or its converter wrote. */
async function collect(path: string): Promise<LocalFile[]> {
  const folder = path.replace(/\/?model\.json$/, "") || ".";
  const files = await platform.listFiles(folder);
  if (files.some((file) => file.path === "model.json")) {
    return files.map((file) => ({ path: `${FOLDER}/${file.path}`, open: file.open }));
  }
  throw refusal(`'${path}' is no TensorFlow.js model: no file model.json is there.`);
}

async function readArtifacts(folder: ModelFolder, path: string): Promise<TfjsArtifacts> {
  const model: unknown = JSON.parse(await (await folder.open(path)).text());
  if (!isRecord(model)) throw refusal(`The file '${path}' is no TensorFlow.js model.`);
  const { weightsManifest, ...topology } = model;
  const beside = path.slice(0, path.lastIndexOf("/") + 1);
  const groups = (Array.isArray(weightsManifest) ? weightsManifest : []).filter(isRecord);
  const paths = groups.flatMap(({ paths }): unknown[] => (Array.isArray(paths) ? paths : []));
  const weightSpecs = groups.flatMap(({ weights }): unknown[] =>
    Array.isArray(weights) ? weights : [],
  );
  const blobs = paths.map((name) => {
    const whole = typeof name === "string" ? `${beside}${name}` : name;
    return folder.open(checkModelPath(folder, whole, "weights"));
  });
  const weightData = await new Blob(await Promise.all(blobs)).arrayBuffer();
  return { ...topology, weightSpecs, weightData };
}

function readValue({ name, dtype, shape }: TfjsValue): TensorInput {
  return {
    name,
    dtype: dtype === "string" ? "str" : dtype,
    shape: shape?.map((size) => size ?? -1),
  };
}

/** A CommonJS package has its exports in `default`; their types are not there when it is not. */
function toTfjs(module: unknown): Tfjs {
  const tf = module as Tfjs & { readonly default?: Tfjs };
  return tf.default?.loadLayersModel === undefined ? tf : tf.default;
}
