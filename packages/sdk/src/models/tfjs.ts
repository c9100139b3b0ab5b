import { tfjsFlavor, type TfjsModel } from "./flavors/tfjs.ts";
import { loadNative } from "./load-model.ts";
import { logModelAs, type LogModelOptions, type ModelInfo } from "./log-model.ts";

export { autolog, type TfjsAutologOptions } from "../autolog/tfjs.ts";

/**
 * Logs a TensorFlow.js model: a `tf.LayersModel`, a `tf.GraphModel`, or the folder of a model.json.
 * Its signature is the model's own when none is given.
 *
 * @example
 * await mlflow.tfjs.logModel(model, { name: "digits", step: epoch });
 */
export function logModel(model: TfjsModel | string, options: LogModelOptions): Promise<ModelInfo> {
  return logModelAs(tfjsFlavor, model, options);
}

/**
 * The `tf.LayersModel` or `tf.GraphModel`.
 *
 * @throws MlflowError INVALID_STATE when @tensorflow/tfjs is not installed.
 * @example
 * const model = await mlflow.tfjs.loadModel<tf.LayersModel>("models:/m-…");
 */
export function loadModel<Model = TfjsModel>(uri: string): Promise<Model> {
  // The caller knows which of the two it logged.
  return loadNative(uri, tfjsFlavor) as Promise<Model>;
}
