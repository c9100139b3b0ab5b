import { platform } from "#platform";
import type { TfjsModel } from "../models/flavors/tfjs.ts";
import { MlflowError } from "../mlflow-error.ts";

/** What is used of a model that is trained. */
export interface TrainedModel extends TfjsModel {
  readonly optimizer?: TfjsOptimizer;
  summary(width?: number, positions?: number[], print?: (line: string) => void): void;
}

interface TfjsOptimizer {
  getClassName(): string;
  getConfig(): Readonly<Record<string, unknown>>;
}

/** The last argument of `fit` and `fitDataset`. */
export interface FitArguments {
  readonly callbacks?: unknown;
  readonly [name: string]: unknown;
}

/** `fit(x, y, args)` or `fitDataset(dataset, args)`. */
export type Fit = (this: TrainedModel, ...args: unknown[]) => Promise<unknown>;

/** A class of models. */
export interface ModelClass {
  readonly prototype: { fit: Fit; fitDataset: Fit };
}

/** What is used of TensorFlow.js. */
export interface TfjsTraining {
  readonly LayersModel: ModelClass;
  /** It has methods of its own, which call those of the model that it holds. */
  readonly Sequential: ModelClass;
  readonly CustomCallback: new (callbacks: object) => object;
}

/**
 * The TensorFlow.js that the program uses: an ES module can't be found from outside, so it is the one
 * that `import` finds from here, or in a page the one of a script tag.
 *
 * @throws MlflowError INVALID_STATE when there is none.
 */
export async function findTfjs(): Promise<TfjsTraining> {
  const global = toTraining((globalThis as { tf?: unknown }).tf);
  if (global !== undefined) return global;
  for (const { load } of platform.packages.tfjs) {
    const found = toTraining(await load().catch(() => undefined));
    if (found !== undefined) return found;
  }
  throw new MlflowError(
    "INVALID_STATE",
    "No TensorFlow.js was found to log the trainings of: npm install @tensorflow/tfjs, or pass yours: " +
      "mlflow.tfjs.autolog({ tf }).",
    0,
  );
}

/** What was passed or found, if it can train. */
export function toTraining(module: unknown): TfjsTraining | undefined {
  if (typeof module !== "object" || module === null) return undefined;
  if ("LayersModel" in module && "Sequential" in module) return module as TfjsTraining;
  // A CommonJS package has its exports in `default`.
  return "default" in module ? toTraining(module.default) : undefined;
}
