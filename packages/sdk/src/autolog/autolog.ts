import { autolog as autologTfjs, type TfjsAutologOptions } from "./tfjs.ts";

/** How trainings are logged. */
export type AutologOptions = TfjsAutologOptions;

/**
 * Logs trainings by themselves, of every library that can be: TensorFlow.js, as
 * `mlflow.tfjs.autolog` has it.
 *
 * @throws MlflowError INVALID_STATE when none is found; INVALID_PARAMETER_VALUE for an option that
 * can't be.
 * @example
 * await mlflow.autolog({ tf });
 * await model.fit(images, labels, { epochs: 10, verbose: 0 });
 */
export function autolog(options: AutologOptions = {}): Promise<void> {
  return autologTfjs(options);
}
