import { autolog as autologTfjs, type TfjsAutologOptions } from "./tfjs.ts";

export type AutologOptions = TfjsAutologOptions;

/**
 * Logs trainings by themselves, of every library that can be: TensorFlow.js, as
 * `mlflow.tfjs.autolog` has it.
 *
 * @throws MlflowError INVALID_STATE when none is found.
 * @example
 * await mlflow.autolog();
 * await model.fit(images, labels, { epochs: 10 });
 */
export function autolog(options: AutologOptions = {}): Promise<void> {
  return autologTfjs(options);
}
