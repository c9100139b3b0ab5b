import { onnxFlavor, type OnnxModel, type OnnxOptions, type OnnxSession } from "./flavors/onnx.ts";
import { loadNative } from "./load-model.ts";
import { logModelAs, type LogModelOptions, type ModelInfo } from "./log-model.ts";

/**
 * Logs a model in the ONNX format, which Python's `mlflow.onnx.load_model` and
 * `mlflow.pyfunc.load_model` load too. Its signature is read from the graph when onnxruntime is
 * installed and none is given.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when the file, or one with its weights, is not there;
 * what the server refuses.
 * @example
 * await mlflow.onnx.logModel("model.onnx", { name: "classifier", inputExample: [[1, 2, 3]] });
 */
export function logModel(
  model: OnnxModel,
  options: OnnxOptions & LogModelOptions,
): Promise<ModelInfo> {
  return logModelAs(onnxFlavor, model, options);
}

/**
 * The `InferenceSession` of onnxruntime-node, or in a page of onnxruntime-web.
 *
 * @throws MlflowError MISSING_LIBRARY naming what to install; RESOURCE_DOES_NOT_EXIST when there is
 * no such model, or it is none of ONNX.
 * @example
 * const { modelUri } = await mlflow.onnx.logModel("model.onnx", { name: "classifier" });
 * const session = await mlflow.onnx.loadModel(modelUri);
 * console.log(session.inputNames);
 */
export function loadModel<Session = OnnxSession>(uri: string): Promise<Session> {
  // The caller knows the types of the runtime that is installed.
  return loadNative(uri, onnxFlavor) as Promise<Session>;
}
