import { platform } from "#platform";
import { MlflowError } from "../../mlflow-error.ts";
import type { LocalFile, OptionalPackage } from "../../platform/platform.ts";
import type { FlavorConfigs } from "../mlmodel.ts";
import type { ModelFolder } from "../model-folder.ts";
import type { ModelSignature } from "../signature.ts";

/** A model as a flavor writes it into a folder. */
export interface PreparedModel {
  readonly files: readonly LocalFile[];
  /** What `MLmodel` says of it. */
  readonly flavors: FlavorConfigs;
  /** What the model says itself of its inputs and outputs. */
  readonly signature?: ModelSignature | undefined;
  /** For a model that does not say it: its answer to the input example is asked for. */
  readonly predict?: Predict;
}

export type Predict = (
  input: unknown,
  params: Readonly<Record<string, unknown>>,
  signature: ModelSignature | undefined,
) => Promise<unknown>;

/** A model that was loaded. */
export interface OpenedModel<Native> {
  /** The library's own object. */
  readonly native: Native;
  readonly predict: Predict;
}

/** How models of one library are kept and run. */
export interface Flavor<Input, Options, Native> {
  readonly name: string;
  prepare(model: Input, options: Options): Promise<PreparedModel>;
  open(
    folder: ModelFolder,
    config: Readonly<Record<string, unknown>>,
  ): Promise<OpenedModel<Native>>;
}

export interface LoadedPackage {
  readonly name: string;
  readonly module: unknown;
}

/** @throws MlflowError MISSING_LIBRARY naming the command that installs a package that is not there. */
export async function loadPackage(
  candidates: readonly OptionalPackage[],
  what: string,
): Promise<LoadedPackage> {
  const loaded = await tryPackages(candidates);
  if (loaded !== undefined) return loaded;
  const [first, ...others] = candidates.map(({ name }) => name);
  const instead = others.map((name) => ` (or ${name})`).join("");
  throw new MlflowError(
    "MISSING_LIBRARY",
    `${what} needs a package that is not installed: npm install ${first}${instead}`,
    400,
  );
}

/** The first package that is installed; nothing when none is. */
export async function tryPackages(
  candidates: readonly OptionalPackage[],
): Promise<LoadedPackage | undefined> {
  for (const { name, load } of candidates) {
    try {
      return { name, module: await load() };
    } catch (error) {
      if (isNotInstalled(error, name)) continue;
      platform.warn(`The package ${name} is installed and does not load: ${String(error)}`);
    }
  }
  return undefined;
}

/** Node's, browsers' and bundlers' errors all cite the name of what is not there. */
function isNotInstalled(error: unknown, name: string): boolean {
  if (!(error instanceof Error)) return false;
  const { message } = error;
  return message.includes(`'${name}'`) || message.includes(`"${name}"`);
}
