import { platform } from "#platform";
import type { ActiveRun } from "../fluent/active-run.ts";
import { logText } from "../fluent/log-artifacts.ts";
import { tfjsFlavor } from "../models/flavors/tfjs.ts";
import { logModelAs } from "../models/log-model.ts";
import type { FitArguments, TfjsTraining, TrainedModel } from "./tfjs-module.ts";

export interface FitOptions {
  readonly logModels: boolean;
  readonly everyNIter: number;
}

/** What of a training's arguments is a param, and what TensorFlow.js takes when it is not given. */
const PARAMS: Readonly<Record<string, unknown>> = {
  epochs: 1,
  initialEpoch: undefined,
  batchSize: undefined,
  batchesPerEpoch: undefined,
  stepsPerEpoch: undefined,
  shuffle: undefined,
  validationSplit: undefined,
  validationBatches: undefined,
  validationBatchSize: undefined,
  validationSteps: undefined,
};

/** Logs one training: before it its params, a point of each metric for each epoch, then the model. */
export class FitLog {
  readonly #run: ActiveRun;
  readonly #options: FitOptions;
  readonly #warn: (what: string, error: unknown) => void;
  #lastEpoch = 0;

  constructor(run: ActiveRun, options: FitOptions, warn: (what: string, error: unknown) => void) {
    this.#run = run;
    this.#options = options;
    this.#warn = warn;
  }

  logParams(model: TrainedModel, args: FitArguments): void {
    const params = { ...readArguments(args), ...readOptimizer(model) };
    // One by one: another training of the run may have said otherwise, which is no reason to stop.
    for (const [key, value] of Object.entries(params)) {
      this.#try(`the param ${key}`, () => this.#run.logParam(key, value));
    }
    this.#run.setTag("mlflow.autologging", "tfjs");
  }

  async logSummary(model: TrainedModel): Promise<void> {
    const lines: string[] = [];
    try {
      model.summary(undefined, undefined, (line) => lines.push(line));
      await logText(`${lines.join("\n")}\n`, "model_summary.txt");
    } catch (error) {
      this.#warn("the model's summary", error);
    }
  }

  /** The arguments with a callback of ours behind the training's own. */
  addCallback(args: FitArguments, { CustomCallback }: TfjsTraining): FitArguments {
    const ours = {
      onEpochEnd: (epoch: number, logs?: Readonly<Record<string, unknown>>) =>
        this.#logEpoch(epoch, logs ?? {}),
    };
    const given = args.callbacks == null ? [] : [args.callbacks].flat();
    // TensorFlow.js takes a list of instances or one of plain objects, and goes by the first.
    const isInstance = given.length > 0 && given[0]?.constructor !== Object;
    return { ...args, callbacks: [...given, isInstance ? new CustomCallback(ours) : ours] };
  }

  async logModel(model: TrainedModel): Promise<void> {
    if (!this.#options.logModels) return;
    try {
      const options = { name: "model", step: this.#lastEpoch };
      await logModelAs(tfjsFlavor, model, options);
    } catch (error) {
      this.#warn("the model", error);
    }
  }

  #logEpoch(epoch: number, logs: Readonly<Record<string, unknown>>): void {
    this.#lastEpoch = epoch;
    if (epoch % this.#options.everyNIter !== 0) return;
    const numbers = Object.entries(logs).filter(([, value]) => typeof value === "number");
    const metrics = Object.fromEntries(numbers) as Record<string, number>;
    this.#try(`epoch ${epoch}`, () => this.#run.logMetrics(metrics, { step: epoch }));
  }

  #try(what: string, log: () => void): void {
    try {
      log();
    } catch (error) {
      this.#warn(what, error);
    }
  }
}

export function warnOf(what: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  platform.warn(`autolog could not log ${what}, the training goes on: ${reason}`);
}

function readArguments(args: FitArguments): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const [name, otherwise] of Object.entries(PARAMS)) {
    const value = args[name] ?? otherwise;
    if (value !== undefined) params[toSnakeCase(name)] = value;
  }
  return params;
}

/** MLflow: by the names that its client logs of Keras' optimizers. */
function readOptimizer({ optimizer }: TrainedModel): Record<string, unknown> {
  if (optimizer === undefined) return {};
  const params: Record<string, unknown> = { opt_name: optimizer.getClassName() };
  for (const [name, value] of Object.entries(optimizer.getConfig())) {
    if (typeof value !== "object") params[`opt_${toSnakeCase(name)}`] = value;
  }
  return params;
}

function toSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
