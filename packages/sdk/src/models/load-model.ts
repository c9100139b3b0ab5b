import type { Client, TrackingContract } from "@mlflow-ts/contract";
import { getConnection } from "../fluent/state.ts";
import { refusal } from "../logging/check-entry.ts";
import { MlflowError } from "../mlflow-error.ts";
import { checkInput, completeParams } from "./check-input.ts";
import type { Flavor, OpenedModel } from "./flavors/flavor.ts";
import { readExample } from "./input-example.ts";
import { MLMODEL, readMlmodel, type ReadMlmodel } from "./mlmodel.ts";
import { type ModelFolder, openLocalFolder, openServedFolder } from "./model-folder.ts";
import type { ModelSignature } from "./signature.ts";

/** A model of any flavor. */
export interface LoadedModel {
  /** The one that runs it: `onnx`, `tfjs` or `javascript`. */
  readonly flavor: string;
  /** All that it was logged with. */
  readonly flavors: readonly string[];
  /** What it takes and gives, as it was logged. */
  readonly signature: ModelSignature | undefined;
  /** The input that was logged as an example. */
  readonly inputExample: unknown;
  /**
   * Predicts: checks the input against the signature and answers plain lists and numbers; by name
   * when the model gives several outputs.
   *
   * @throws MlflowError INVALID_PARAMETER_VALUE naming the column, tensor or param that does not fit.
   */
  predict(input: unknown, params?: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/** A flavor whose types its users know. */
export type AnyFlavor = Flavor<never, never, unknown>;

/** Loads a model by the first of these flavors that it has. */
export async function loadModelBy(
  uri: string,
  flavors: readonly AnyFlavor[],
): Promise<LoadedModel> {
  const { folder, mlmodel } = await openModel(uri);
  const flavor = flavors.find(({ name }) => Object.hasOwn(mlmodel.flavors, name));
  if (flavor === undefined) throw noFlavor(uri, mlmodel, flavors);
  const opened = await flavor.open(folder, mlmodel.flavors[flavor.name] ?? {});
  const { signature, exampleInfo } = mlmodel;
  const example = await findExample(folder, exampleInfo);
  return {
    flavor: flavor.name,
    flavors: Object.keys(mlmodel.flavors),
    signature,
    inputExample: example?.input,
    predict: async (input, params = {}) => {
      if (signature?.inputs !== undefined) checkInput(input, signature.inputs);
      const complete = signature === undefined ? params : completeParams(params, signature.params);
      return opened.predict(input, complete, signature);
    },
  };
}

/** Loads a model as the library's own object. */
export async function loadNative<Native>(
  uri: string,
  flavor: Flavor<never, never, Native>,
): Promise<Native> {
  const { folder, mlmodel } = await openModel(uri);
  const config = Object.hasOwn(mlmodel.flavors, flavor.name)
    ? mlmodel.flavors[flavor.name]
    : undefined;
  if (config === undefined) throw noFlavor(uri, mlmodel, [flavor]);
  const opened: OpenedModel<Native> = await flavor.open(folder, config);
  return opened.native;
}

async function openModel(uri: string): Promise<{ folder: ModelFolder; mlmodel: ReadMlmodel }> {
  const folder = await openFolder(uri);
  const text = await (await folder.open(MLMODEL)).text();
  return { folder, mlmodel: await readMlmodel(text) };
}

/** `models:/<model id>`, `runs:/<run id>/<name>`, or a folder of this machine. */
async function openFolder(uri: string): Promise<ModelFolder> {
  if (typeof uri !== "string" || uri === "") {
    throw refusal("A model is named by models:/<model id>, runs:/<run id>/<name> or its folder.");
  }
  const [, scheme, rest = ""] = /^(models|runs):\/+(.*?)\/*$/.exec(uri) ?? [];
  if (scheme === undefined) return openLocalFolder(uri);
  const connection = getConnection();
  const { client } = connection;
  if (scheme === "models")
    return openServedFolder(uri, connection, await locateModel(client, rest));
  const [runId = "", ...path] = rest.split("/");
  return openServedFolder(uri, connection, await locateOfRun(client, runId, path.join("/")));
}

async function locateModel(client: Client<TrackingContract>, modelId: string): Promise<string> {
  if (!/^m-\w+$/.test(modelId)) {
    throw refusal(
      `'models:/${modelId}' names no logged model, such as models:/m-0123456789abcdef: registered ` +
        "models, by name and version, come later.",
    );
  }
  const { model } = await client.getLoggedModel({ model_id: modelId });
  return model.info.artifact_uri;
}

/** The run's newest logged model of this name, or else a model among the run's artifacts. */
async function locateOfRun(
  client: Client<TrackingContract>,
  runId: string,
  path: string,
): Promise<string> {
  if (runId === "" || path === "") {
    throw refusal(`'runs:/${runId}/${path}' names no model: it must be runs:/<run id>/<name>.`);
  }
  const { run } = await client.getRun({ run_id: runId });
  const outputs = new Set(run.outputs?.model_outputs?.map(({ model_id }) => model_id));
  if (outputs.size > 0 && !/[/'"]/.test(path)) {
    const { models = [] } = await client.searchLoggedModels({
      experiment_ids: [run.info.experiment_id],
      filter: `name = '${path}' AND source_run_id = '${runId}'`,
    });
    const [newest] = models;
    if (newest !== undefined) return newest.info.artifact_uri;
  }
  return `${run.info.artifact_uri ?? ""}/${path}`;
}

async function findExample(folder: ModelFolder, info: ReadMlmodel["exampleInfo"]) {
  const path = info?.["artifact_path"];
  if (typeof path !== "string" || !folder.paths.includes(path)) return undefined;
  return readExample(info, await (await folder.open(path)).text());
}

function noFlavor(
  uri: string,
  { flavors }: ReadMlmodel,
  wanted: readonly { readonly name: string }[],
): MlflowError {
  const own = Object.keys(flavors);
  const names = wanted.map(({ name }) => name).join(", ");
  const serve = own.includes("python_function")
    ? ` Python can serve it: mlflow models serve -m ${uri}`
    : "";
  return new MlflowError(
    "RESOURCE_DOES_NOT_EXIST",
    `The model ${uri} has the flavors ${own.join(", ")}, and not ${names}.${serve}`,
    404,
  );
}
