import { refusal } from "../logging/check-entry.ts";
import type { SaveModelOptions } from "./build-model.ts";
import { javascriptFlavor, type JavascriptOptions } from "./flavors/javascript.ts";
import { onnxFlavor, type OnnxModel, type OnnxOptions } from "./flavors/onnx.ts";
import { tfjsFlavor, type TfjsModel } from "./flavors/tfjs.ts";
import { type LoadedModel, loadModelBy } from "./load-model.ts";
import { logModelAs, type LogModelOptions, type ModelInfo } from "./log-model.ts";
import { saveModelAs } from "./save-model.ts";

/** What runs a model. */
export type FlavorName = "onnx" | "tfjs" | "javascript";

/** By which flavor a model is logged. */
export interface FlavorChoice {
  /**
   * Told by the model when it is not given: a TensorFlow.js model, a .onnx file, a module's path.
   */
  readonly flavor?: FlavorName;
}

/** What is said of a model, whatever runs it. */
export type AnyModelOptions = FlavorChoice & OnnxOptions & JavascriptOptions;

const FLAVORS = { onnx: onnxFlavor, tfjs: tfjsFlavor, javascript: javascriptFlavor };

/**
 * Logs a model: a TensorFlow.js model, the path or bytes of a .onnx file, or the path of a module
 * that exports `predict`. The model belongs to the active run, when there is one.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no model; what the server refuses;
 * CONNECTION_FAILED while it is away.
 * @example
 * const { modelUri } = await mlflow.logModel(model, { name: "digits", step: epoch });
 * const loaded = await mlflow.loadModel(modelUri);
 * console.log(await loaded.predict([[5.1, 3.5, 1.4, 0.2]]));
 */
export function logModel(
  model: OnnxModel | TfjsModel,
  options: AnyModelOptions & LogModelOptions,
): Promise<ModelInfo> {
  return logModelAs(chooseFlavor(model, options) as Widest, model as never, options);
}

/**
 * Writes a model into a folder of this machine, which must be new or empty.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no model, or a folder that holds
 * something.
 * @example
 * await mlflow.saveModel(model, "saved-model");
 */
export function saveModel(
  model: OnnxModel | TfjsModel,
  path: string,
  options: AnyModelOptions & SaveModelOptions = {},
): Promise<void> {
  return saveModelAs(chooseFlavor(model, options) as Widest, model as never, path, options);
}

/**
 * Loads a model of any flavor that TypeScript runs, by `models:/<model id>`, `runs:/<run
 * id>/<name>` or its folder. A model of the flavor `javascript` is code, which loading it **runs**.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is none, or only flavors of Python's;
 * MISSING_LIBRARY with the command that installs what runs it.
 * @example
 * const loaded = await mlflow.loadModel(`models:/${modelId}`);
 * console.log(await loaded.predict([[5.1, 3.5, 1.4, 0.2]]));
 */
export function loadModel(uri: string): Promise<LoadedModel> {
  return loadModelBy(uri, Object.values(FLAVORS));
}

type Widest = (typeof FLAVORS)["onnx"];

function chooseFlavor(model: OnnxModel | TfjsModel, { flavor }: FlavorChoice) {
  const name = flavor ?? recognize(model);
  if (name !== undefined && Object.hasOwn(FLAVORS, name)) return FLAVORS[name];
  const known = Object.keys(FLAVORS).join(", ");
  if (flavor !== undefined)
    throw refusal(`Unknown flavor '${flavor}': it must be one of ${known}.`);
  throw refusal(
    "This is no model: pass a TensorFlow.js model, a .onnx file, or the path of a module that exports predict.",
  );
}

function recognize(model: unknown): FlavorName | undefined {
  if (model instanceof Uint8Array) return "onnx";
  if (typeof model === "object" && model !== null && "save" in model && "predict" in model) {
    return "tfjs";
  }
  if (typeof model !== "string") return undefined;
  if (/\.onnx$/i.test(model)) return "onnx";
  if (/\.[cm]?[jt]s$/.test(model)) return "javascript";
  return /(^|\/)model\.json$/.test(model) ? "tfjs" : undefined;
}
