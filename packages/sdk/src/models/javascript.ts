import type { SaveModelOptions } from "./build-model.ts";
import {
  javascriptFlavor,
  type JavascriptModel,
  type JavascriptOptions,
} from "./flavors/javascript.ts";
import { loadNative } from "./load-model.ts";
import { logModelAs, type LogModelOptions, type ModelInfo } from "./log-model.ts";
import { saveModelAs } from "./save-model.ts";

/**
 * Logs a module that exports `predict(input, params)`, by its path, with its package.json and lock
 * file. What it imports beside it is named by `codePaths`. Loading such a model runs its code.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when the module exports no `predict`; what the server
 * refuses.
 * @example
 * await mlflow.javascript.logModel("rules.mjs", { name: "rules", codePaths: ["lib"] });
 */
export function logModel(
  path: string,
  options: JavascriptOptions & LogModelOptions,
): Promise<ModelInfo> {
  return logModelAs(javascriptFlavor, path, options);
}

/**
 * Writes the model into a folder of this machine, which must be new or empty.
 *
 * @throws MlflowError INVALID_PARAMETER_VALUE when the module exports no `predict`, or for a folder
 * that holds something.
 * @example
 * await mlflow.javascript.saveModel("rules.mjs", "saved-rules", { codePaths: ["lib"] });
 */
export function saveModel(
  path: string,
  folder: string,
  options: JavascriptOptions & SaveModelOptions = {},
): Promise<void> {
  return saveModelAs(javascriptFlavor, path, folder, options);
}

/**
 * The module. Loading it **runs its code**: load only models whose origin you trust.
 *
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST when there is no such model, or it is no module.
 * @example
 * const { modelUri } = await mlflow.javascript.logModel("rules.mjs", { name: "rules", codePaths: ["lib"] });
 * const rules = await mlflow.javascript.loadModel(modelUri);
 */
export function loadModel<Module = JavascriptModel>(uri: string): Promise<Module> {
  // The caller knows what else the module exports.
  return loadNative(uri, javascriptFlavor) as Promise<Module>;
}
