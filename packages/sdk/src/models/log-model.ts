import { platform } from "#platform";
import type { Client, LoggedModel, Metric, TrackingContract } from "@mlflow-ts/contract";
import type { Connection } from "../connection.ts";
import type { ActiveRun } from "../fluent/active-run.ts";
import { resolveExperimentId } from "../fluent/experiments.ts";
import { activeRun } from "../fluent/start-run.ts";
import { getConnection } from "../fluent/state.ts";
import { checkInteger, type Integer, refusal } from "../logging/check-entry.ts";
import { MlflowError } from "../mlflow-error.ts";
import { type BuiltModel, buildModel, type SaveModelOptions } from "./build-model.ts";
import type { Flavor } from "./flavors/flavor.ts";
import { uploadFiles } from "./model-folder.ts";
import type { ModelSignature } from "./signature.ts";

/** What is said of a model that is logged. */
export interface LogModelOptions extends SaveModelOptions {
  /** Of the logged model; several may share one. */
  readonly name: string;
  /** The step of the training at which the model was made; 0 when not given. */
  readonly step?: Integer;
  /** Tags of the logged model. */
  readonly tags?: Readonly<Record<string, unknown>>;
  /** Beside those of the run, which the model has too. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** A word of your own to find models of a kind by. */
  readonly modelType?: string;
  /** Not yet: registered models come later, and a name here is refused before anything is stored. */
  readonly registeredModelName?: undefined;
}

/** A model that was logged. */
export interface ModelInfo {
  /** Such as `m-0123456789abcdef`. */
  readonly modelId: string;
  /** As it was logged. */
  readonly name: string;
  /** `models:/<modelId>`, for `loadModel`. */
  readonly modelUri: string;
  /** The run that made it, when one was active. */
  readonly runId: string | undefined;
  /** What runs it, by the names in its `MLmodel`. */
  readonly flavors: readonly string[];
  /** What it takes and gives: as given, or told by the model or its example. */
  readonly signature: ModelSignature | undefined;
}

/** Makes a logged model of the active run, or of none, and uploads its folder. */
export async function logModelAs<Input, Options>(
  flavor: Flavor<Input, Options, unknown>,
  model: Input,
  options: Options & LogModelOptions,
): Promise<ModelInfo> {
  checkModelName(options.name);
  refuseRegistration(options.registeredModelName);
  checkInteger(options.step ?? 0, "step");
  const run = activeRun();
  const connection = run?.connection ?? getConnection();
  const { client } = connection;
  // Before anything is on the server: what is no model leaves nothing there.
  const built = await buildModel(flavor, model, options);
  const created = await create(client, run, options);
  await fill(connection, created, built, run, options.step);
  const { model_id: modelId } = created.info;
  return {
    modelId,
    name: created.info.name,
    modelUri: `models:/${modelId}`,
    runId: run?.info.runId,
    flavors: built.flavors,
    signature: built.signature,
  };
}

/** Links the model to its run and uploads its files; it is ready then, or its upload failed. */
async function fill(
  connection: Connection,
  { info }: LoggedModel,
  built: BuiltModel,
  run: ActiveRun | undefined,
  step: Integer | undefined,
): Promise<void> {
  const { model_id, artifact_uri } = info;
  const { client } = connection;
  try {
    if (run !== undefined) await linkToRun(client, run.info.runId, model_id, step);
    const place = { model_id, run_id: run?.info.runId, artifact_path: artifact_uri };
    await uploadFiles(connection, artifact_uri, await built.files(place));
  } catch (error) {
    // The upload's error is the one to tell.
    await client
      .finalizeLoggedModel({ model_id, status: "LOGGED_MODEL_UPLOAD_FAILED" })
      .catch((refused: unknown) => platform.warn(String(refused)));
    throw error;
  }
  await client.finalizeLoggedModel({ model_id, status: "LOGGED_MODEL_READY" });
}

const FORBIDDEN = /[/:.%"']/;

function checkModelName(name: unknown): void {
  if (typeof name === "string" && name !== "" && !FORBIDDEN.test(name)) return;
  throw refusal(
    `Invalid model name ${JSON.stringify(name)}: it must be a text, not empty, without / : . % " and '.`,
  );
}

/** Of a program that the compiler did not check: what it asks for must not be left out in silence. */
function refuseRegistration(name: unknown): void {
  if (name == null) return;
  throw new MlflowError(
    "NOT_IMPLEMENTED",
    `The model can't be registered as ${JSON.stringify(name)}: registered models come later. Without ` +
      "'registeredModelName' it is logged, and found by its name and tags with mlflow.searchLoggedModels().",
    501,
  );
}

const PARAMS_AT_ONCE = 100;

async function create(
  client: Client<TrackingContract>,
  run: ActiveRun | undefined,
  { name, tags, params, modelType }: LogModelOptions,
): Promise<LoggedModel> {
  const allParams = toPairs({ ...params, ...(run && (await paramsOf(client, run))) });
  const { model } = await client.createLoggedModel({
    experiment_id: run?.info.experimentId ?? (await resolveExperimentId()),
    name,
    model_type: modelType,
    source_run_id: run?.info.runId,
    params: allParams.slice(0, PARAMS_AT_ONCE),
    tags: toPairs({ ...(await platform.describeProgram()), ...tags }),
  });
  for (let from = PARAMS_AT_ONCE; from < allParams.length; from += PARAMS_AT_ONCE) {
    const part = allParams.slice(from, from + PARAMS_AT_ONCE);
    await client.logLoggedModelParams({ model_id: model.info.model_id, params: part });
  }
  return model;
}

async function paramsOf(client: Client<TrackingContract>, run: ActiveRun) {
  // What the server refused of the run's is told; a model that was trained is not lost for it.
  await run.flush().catch((error: unknown) => platform.warn(String(error)));
  const { run: stored } = await client.getRun({ run_id: run.info.runId });
  return Object.fromEntries((stored.data.params ?? []).map(({ key, value }) => [key, value]));
}

/** Of the endpoint that answers the points between two steps. */
const MAX_INTERVAL_STEP = 2n ** 31n - 1n;

/** Makes the model an output of its run, with the metrics that the run logged at the model's step. */
async function linkToRun(
  client: Client<TrackingContract>,
  runId: string,
  modelId: string,
  step: Integer | undefined,
): Promise<void> {
  await client.logOutputs({ run_id: runId, models: [{ model_id: modelId, step: step ?? 0 }] });
  const { run } = await client.getRun({ run_id: runId });
  const wanted = BigInt(step ?? 0);
  const found = (run.data.metrics ?? []).map(async (latest): Promise<Metric[]> => {
    if (BigInt(latest.step ?? 0) === wanted) return [latest];
    // Of a step that was named the points are looked for; unnamed it says little of a run with steps.
    const isPassed = step !== undefined && BigInt(latest.step ?? 0) > wanted;
    if (!isPassed || wanted > MAX_INTERVAL_STEP) return [];
    const { metrics = [] } = await client.getMetricHistoryBulkInterval({
      run_ids: [runId],
      metric_key: latest.key,
      start_step: Number(step),
      end_step: Number(step),
    });
    return metrics;
  });
  const metrics = (await Promise.all(found)).flat().filter((one) => one.model_id === undefined);
  if (metrics.length === 0) return;
  await client.logBatch({
    run_id: runId,
    metrics: metrics.map(({ key, value, timestamp, step: at, ...dataset }) => {
      const { dataset_name, dataset_digest } = dataset;
      return { key, value, timestamp, step: at, model_id: modelId, dataset_name, dataset_digest };
    }),
  });
}

function toPairs(record: Readonly<Record<string, unknown>>): { key: string; value: string }[] {
  return Object.entries(record).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)),
  }));
}
