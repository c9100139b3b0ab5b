import type { SaveModelOptions } from "../build-model.ts";
import { onnxFlavor, type OnnxModel, type OnnxOptions } from "../flavors/onnx.ts";
import { saveModelAs } from "../save-model.ts";

export * from "../onnx.ts";

/** Writes the model into a new folder of this machine. */
export function saveModel(
  model: OnnxModel,
  path: string,
  options: OnnxOptions & SaveModelOptions = {},
): Promise<void> {
  return saveModelAs(onnxFlavor, model, path, options);
}
