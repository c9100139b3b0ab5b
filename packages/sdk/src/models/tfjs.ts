import { tfjsFlavor, type TfjsModel } from "./flavors/tfjs.ts";
import { loadNative } from "./load-model.ts";
import { logModelAs, type LogModelOptions, type ModelInfo } from "./log-model.ts";

export { autolog, type TfjsAutologOptions } from "../autolog/tfjs.ts";

/**
 * Logs a TensorFlow.js model: a `tf.LayersModel`, a `tf.GraphModel`, or the folder of a model.json.
 * Its signature is the model's own when none is given.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for what is no model; what the server refuses.
 * @example
 * await mlflow.tfjs.logModel(model, { name: "digits", step: epoch });
 */
export function logModel(model: TfjsModel | string, options: LogModelOptions): Promise<ModelInfo> {
  return logModelAs(tfjsFlavor, model, options);
}

/**
 * The `tf.LayersModel` or `tf.GraphModel`.
 *
 * @throws MlflowError MISSING_LIBRARY when @tensorflow/tfjs is not installed;
 * RESOURCE_DOES_NOT_EXIST when there is no such model, or it is none of TensorFlow.js.
 * @example
 * const { modelUri } = await mlflow.tfjs.logModel(model, { name: "digits" });
 * const layers = await mlflow.tfjs.loadModel<tf.LayersModel>(modelUri);
 */
export function loadModel<Model = TfjsModel>(uri: string): Promise<Model> {
  // The caller knows which of the two it logged.
  return loadNative(uri, tfjsFlavor) as Promise<Model>;
}
