import type { SaveModelOptions } from "../build-model.ts";
import { tfjsFlavor, type TfjsModel } from "../flavors/tfjs.ts";
import { saveModelAs } from "../save-model.ts";

export * from "../tfjs.ts";

/**
 * Writes the model into a folder of this machine, which must be new or empty.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE for a folder that holds something.
 * @example
 * await mlflow.tfjs.saveModel(model, "saved-tfjs");
 */
export function saveModel(
  model: TfjsModel | string,
  path: string,
  options: SaveModelOptions = {},
): Promise<void> {
  return saveModelAs(tfjsFlavor, model, path, options);
}
