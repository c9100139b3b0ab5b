import { platform } from "#platform";
import { MLFLOW_VERSION } from "@mlflow-ts/contract";
import { refusal } from "../../logging/check-entry.ts";
import { textFile } from "../input-example.ts";
import type { LocalFile } from "../../platform/platform.ts";
import { checkModelPath } from "../model-folder.ts";
import type { ModelSignature } from "../signature.ts";
import type { TensorData } from "../tensor.ts";
import { fromOutputs, type TensorInput, toFeeds, toSchema } from "./feeds.ts";
import {
  type Flavor,
  type LoadedPackage,
  loadPackage,
  type Predict,
  tryPackages,
} from "./flavor.ts";
import { findGraph, type Graph, inMemory } from "./onnx-graph.ts";

/** The path of an .onnx file, with the weights that lie beside it, or its bytes. */
export type OnnxModel = string | Uint8Array;

/** What is said of an ONNX model besides. */
export interface OnnxOptions {
  /** For Python's users, such as `["onnx==1.19.0", "onnxruntime==1.23.0"]`. */
  readonly pipRequirements?: readonly string[];
}

/** What is used of `InferenceSession`, which onnxruntime-node and onnxruntime-web have alike. */
export interface OnnxSession {
  /** Of the inputs that `run` takes. */
  readonly inputNames: readonly string[];
  /** Of the outputs that `run` gives. */
  readonly outputNames: readonly string[];
  /** Types and shapes of the inputs, of the runtimes that tell them. */
  readonly inputMetadata?: readonly OnnxValue[];
  /** Types and shapes of the outputs, of the runtimes that tell them. */
  readonly outputMetadata?: readonly OnnxValue[];
  /**
   * Predicts from tensors by name.
   *
   * @throws Error what the runtime refuses.
   */
  run(feeds: Record<string, unknown>): Promise<Record<string, OnnxTensor>>;
  /**
   * Frees what the session holds.
   *
   * @throws Error what the runtime refuses.
   */
  release(): Promise<void>;
}

interface OnnxValue {
  readonly name: string;
  readonly type?: string;
  readonly shape?: readonly (number | string)[];
}

interface OnnxTensor {
  readonly type: string;
  readonly dims: readonly number[];
  getData(): Promise<TensorData>;
}

interface OnnxRuntime {
  readonly InferenceSession: {
    create(graph: string | Uint8Array, options?: object): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => unknown;
}

const GRAPH = "model.onnx";
const MAX_SIZE = 2 ** 31;
/** What MLflow puts beside a graph. */
const NO_WEIGHTS = /(^|\/)(MLmodel|README\.md|registered_model_meta|[\w-]+\.(json|yaml|txt))$/;

export const onnxFlavor: Flavor<OnnxModel, OnnxOptions, OnnxSession> = {
  name: "onnx",

  async prepare(model, { pipRequirements }) {
    const graph = typeof model === "string" ? await findGraph(model) : inMemory(model);
    const requirements = pipRequirements ?? [
      `mlflow==${MLFLOW_VERSION}`,
      "numpy",
      "onnx",
      "onnxruntime",
    ];
    return {
      files: [
        { path: GRAPH, open: () => graph.open() },
        ...graph.weights,
        ...pythonEnvironment(requirements),
      ],
      flavors: {
        onnx: {
          code: null,
          data: GRAPH,
          onnx_session_options: null,
          providers: ["CUDAExecutionProvider", "CPUExecutionProvider"],
        },
        // What Python's `mlflow.pyfunc.load_model` reads.
        python_function: {
          data: GRAPH,
          env: { conda: "conda.yaml", virtualenv: "python_env.yaml" },
          loader_module: "mlflow.onnx",
        },
      },
      signature: await describe(graph),
    };
  },

  async open(folder, config) {
    const loaded = await loadPackage(platform.packages.onnxruntime, "A model of the flavor onnx");
    const path = checkModelPath(folder, config["data"], "graph");
    const beside = path.slice(0, path.lastIndexOf("/") + 1);
    const weights = folder.paths.filter(
      (one) => one !== path && one.startsWith(beside) && !NO_WEIGHTS.test(one),
    );
    const session = await createSession(loaded, {
      localPath: folder.localPath && `${folder.localPath}/${path}`,
      open: () => folder.open(path),
      weights: weights.map((one) => ({
        path: one.slice(beside.length),
        open: () => folder.open(one),
      })),
    });
    return { native: session, predict: predictWith(toRuntime(loaded), session) };
  },
};

function predictWith({ Tensor }: OnnxRuntime, session: OnnxSession): Predict {
  const inputs = readValues(session.inputNames, session.inputMetadata);
  return async (input, _params, signature) => {
    const feeds: Record<string, unknown> = {};
    for (const [name, { dtype, data, shape }] of toFeeds(input, inputs, signature)) {
      feeds[name] = new Tensor(dtype === "str" ? "string" : dtype, data, shape);
    }
    const results = await session.run(feeds);
    const outputs = session.outputNames.map(async (name) => {
      const result = results[name];
      // A sequence or a map, as models of scikit-learn may give probabilities.
      if (typeof result?.getData !== "function") {
        throw refusal(
          `The model's output '${name}' is no tensor; only its native session reads it.`,
        );
      }
      const { type, dims } = result;
      return [name, { dtype: numpyType(type), shape: dims, data: await result.getData() }] as const;
    });
    return fromOutputs(await Promise.all(outputs));
  };
}

/** What the graph itself says; only a runtime that is installed can tell. */
async function describe(graph: Graph): Promise<ModelSignature | undefined> {
  const loaded = await tryPackages(platform.packages.onnxruntime);
  if (loaded === undefined) return undefined;
  const session = await createSession(loaded, graph);
  const inputs = toSchema(readValues(session.inputNames, session.inputMetadata));
  const outputs = toSchema(readValues(session.outputNames, session.outputMetadata));
  await session.release();
  return inputs && { inputs, ...(outputs && { outputs }) };
}

/** onnxruntime-node reads large weights from the disk; onnxruntime-web is handed them. */
async function createSession(loaded: LoadedPackage, graph: Graph): Promise<OnnxSession> {
  const { InferenceSession } = toRuntime(loaded);
  if (loaded.name === "onnxruntime-node" && graph.localPath !== undefined) {
    return InferenceSession.create(graph.localPath);
  }
  const read = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
  const externalData = await Promise.all(
    graph.weights.map(async ({ path, open }) => ({ path, data: await read(await open()) })),
  );
  return InferenceSession.create(await read(await graph.open()), { externalData });
}

/** A CommonJS package has its exports in `default`; their types are not there when it is not. */
function toRuntime({ module }: LoadedPackage): OnnxRuntime {
  const runtime = module as OnnxRuntime & { readonly default?: OnnxRuntime };
  return runtime.default?.InferenceSession === undefined ? runtime : runtime.default;
}

function readValues(
  names: readonly string[],
  metadata: readonly OnnxValue[] | undefined,
): TensorInput[] {
  return names.map((name, index) => {
    const { type, shape } = metadata?.find((one) => one.name === name) ?? metadata?.[index] ?? {};
    return {
      name,
      dtype: type === undefined ? undefined : numpyType(type),
      // One that varies has a name, or is -1, which onnxruntime-web tells without its sign.
      shape: shape?.map((size) => (typeof size === "number" && size < MAX_SIZE ? size : -1)),
    };
  });
}

function numpyType(type: string): string {
  return type === "string" ? "str" : type;
}

/** Without versions of Python's packages unless they are given: nobody here has any. */
function pythonEnvironment(requirements: readonly string[]): LocalFile[] {
  const conda = [
    "channels:\n- conda-forge\ndependencies:\n- python\n- pip\n- pip:",
    ...requirements.map((one) => `  - ${one}`),
    "name: mlflow-env\n",
  ];
  return [
    textFile("requirements.txt", `${requirements.join("\n")}\n`),
    textFile("conda.yaml", conda.join("\n")),
    textFile(
      "python_env.yaml",
      "build_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n",
    ),
  ];
}
