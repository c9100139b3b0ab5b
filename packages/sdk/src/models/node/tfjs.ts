import type { SaveModelOptions } from "../build-model.ts";
import { tfjsFlavor, type TfjsModel } from "../flavors/tfjs.ts";
import { saveModelAs } from "../save-model.ts";

export * from "../tfjs.ts";

/** Writes the model into a new folder of this machine. */
export function saveModel(
  model: TfjsModel | string,
  path: string,
  options: SaveModelOptions = {},
): Promise<void> {
  return saveModelAs(tfjsFlavor, model, path, options);
}
