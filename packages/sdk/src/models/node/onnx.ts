import type { SaveModelOptions } from "../build-model.ts";
import { onnxFlavor, type OnnxModel, type OnnxOptions } from "../flavors/onnx.ts";
import { saveModelAs } from "../save-model.ts";

export * from "../onnx.ts";

/**
 * Writes the model into a folder of this machine, which must be new or empty.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when the file is not there, or for a folder that
 * holds something.
 * @example
 * await mlflow.onnx.saveModel("model.onnx", "saved-onnx");
 */
export function saveModel(
  model: OnnxModel,
  path: string,
  options: OnnxOptions & SaveModelOptions = {},
): Promise<void> {
  return saveModelAs(onnxFlavor, model, path, options);
}
