import { activeRun, startRun } from "../fluent/start-run.ts";
import type { ActiveRun } from "../fluent/active-run.ts";
import { refusal } from "../logging/check-entry.ts";
import { FitLog, type FitOptions, warnOf } from "./log-fit.ts";
import {
  findTfjs,
  type Fit,
  type FitArguments,
  type ModelClass,
  type TfjsTraining,
  toTraining,
  type TrainedModel,
} from "./tfjs-module.ts";

/** How trainings of TensorFlow.js are logged. */
export interface TfjsAutologOptions {
  /** The program's TensorFlow.js, as `import * as tf` gives it; the one installed when not given. */
  readonly tf?: object;
  /** Logs no more trainings. */
  readonly disable?: boolean;
  /** Logs the model once it is trained; true when not given. */
  readonly logModels?: boolean;
  /** Logs the metrics of every n-th epoch; 1 when not given. */
  readonly everyNIter?: number;
}

type Method = "fit" | "fitDataset";
const METHODS: readonly Method[] = ["fit", "fitDataset"];

/** What puts TensorFlow.js back as it was. */
let restores: (() => void)[] = [];

/**
 * Logs every training by `model.fit` and `model.fitDataset` from now on: its params, the optimizer,
 * the metrics of each epoch, the model with its signature. A training outside of a run gets one of
 * its own. What can't be logged is told as a warning: the training goes on.
 *
 * @throws MlflowError INVALID_STATE when no TensorFlow.js is found; INVALID_PARAMETER_VALUE for an
 * option that can't be.
 * @example
 * await mlflow.tfjs.autolog({ tf, everyNIter: 2, logModels: false });
 * await model.fit(images, labels, { epochs: 10, verbose: 0 });
 * await mlflow.tfjs.autolog({ disable: true });
 */
export async function autolog(options: TfjsAutologOptions = {}): Promise<void> {
  const { tf, disable = false, logModels = true, everyNIter = 1 } = options;
  if (!Number.isSafeInteger(everyNIter) || everyNIter < 1) {
    throw refusal(`Invalid value ${String(everyNIter)} for 'everyNIter': a whole number from 1.`);
  }
  if (disable) return restoreAll();
  const given = toTraining(tf);
  if (tf !== undefined && given === undefined) {
    throw refusal(
      "What was passed as 'tf' is no TensorFlow.js that trains: it has no LayersModel.",
    );
  }
  const training = given ?? (await findTfjs());
  restoreAll();
  for (const model of [training.LayersModel, training.Sequential]) {
    patch(model, training, { logModels, everyNIter });
  }
}

function restoreAll(): void {
  for (const restore of restores) restore();
  restores = [];
}

function patch({ prototype }: ModelClass, tf: TfjsTraining, options: FitOptions): void {
  for (const method of METHODS) {
    const original = prototype[method];
    const patched: Fit = function (this: TrainedModel, ...args) {
      return logged(this, original, args, method, tf, options);
    };
    prototype[method] = patched;
    restores.push(() => {
      // Whoever patched it after us stays.
      if (prototype[method] === patched) prototype[method] = original;
    });
  }
}

/** The arguments of trainings that are logged: a sequential model hands them on to the one inside. */
const known = new WeakSet<object>();

async function logged(
  model: TrainedModel,
  original: Fit,
  args: unknown[],
  method: Method,
  tf: TfjsTraining,
  options: FitOptions,
): Promise<unknown> {
  const place = method === "fit" ? 2 : 1;
  const given = (args[place] ?? {}) as FitArguments;
  if (known.has(given)) return original.apply(model, args);
  const train = async (run: ActiveRun): Promise<unknown> => {
    const log = new FitLog(run, options, warnOf);
    log.logParams(model, method === "fit" ? { batchSize: 32, shuffle: true, ...given } : given);
    const summary = log.logSummary(model);
    const own = log.addCallback(given, tf);
    known.add(own);
    const passed = [...args];
    passed[place] = own;
    const result = await original.apply(model, passed);
    await summary;
    await log.logModel(model);
    return result;
  };
  const run = activeRun();
  return run === undefined ? inOwnRun(train, () => original.apply(model, args)) : train(run);
}

/** A run for one training. The training's own errors are thrown; those of logging are told. */
async function inOwnRun(
  train: (run: ActiveRun) => Promise<unknown>,
  trainUnlogged: () => Promise<unknown>,
): Promise<unknown> {
  let trained: Promise<unknown> | undefined;
  try {
    return await startRun((run) => (trained = train(run)));
  } catch (error) {
    if (trained === undefined) {
      warnOf("the training", error);
      return trainUnlogged();
    }
    const result = await trained;
    warnOf("all of the training", error);
    return result;
  }
}
