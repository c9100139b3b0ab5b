import { ApiError, checkLength, type RequestOf } from "@mlflow-ts/contract";
import type { Store } from "../store.ts";
import { requireActiveRun } from "./active-run.ts";
import { writeTag } from "./write-tags.ts";

const LOGGED_MODELS_TAG = "mlflow.log-model.history";
const REQUIRED_FIELDS = ["artifact_path", "flavors", "utc_time_created", "run_id"];
const KEPT_FIELDS = ["run_id", "utc_time_created", "artifact_path", "model_uuid"];
// MLflow keeps this one tag whole, beyond the limit of others; a million characters are thousands.
const MAX_HISTORY_LENGTH = 1_000_000;
/** A flavor's settings are a level or two; every reader of the tag would have to follow deeper ones. */
const MAX_DEPTH = 64;

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((entry) => isDeeperThan(entry, depth - 1));
}

function parseModel(modelJson: string): Record<string, unknown> {
  let model: unknown;
  try {
    model = JSON.parse(modelJson);
  } catch {
    model = undefined;
  }
  if (!isObject(model)) {
    throw ApiError.invalidParameter(
      `Malformed model info. \n ${modelJson.slice(0, 200)} \n is not a valid JSON.`,
    );
  }
  if (isDeeperThan(model, MAX_DEPTH)) {
    throw ApiError.invalidParameter(
      `Malformed model info: model_json is nested deeper than ${MAX_DEPTH} levels.`,
    );
  }
  const missing = REQUIRED_FIELDS.filter((field) => !(field in model));
  if (missing.length > 0) {
    const fields = missing.map((field) => `'${field}'`).join(", ");
    throw ApiError.invalidParameter(`Model json is missing mandatory fields: {${fields}}`);
  }
  return model;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What MLflow keeps of a model in the run's tag: where it is and its flavors, not their config. */
function summarize(model: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(model).filter(([field]) => KEPT_FIELDS.includes(field));
  const flavors = isObject(model["flavors"]) ? model["flavors"] : {};
  const summaries = Object.entries(flavors).map(([flavor, settings]) => {
    if (!isObject(settings)) return [flavor, settings];
    const { config: _config, ...rest } = settings;
    return [flavor, rest];
  });
  return { ...Object.fromEntries(kept), flavors: Object.fromEntries(summaries) };
}

/** The models that a run has logged so far, from the tag that holds them. */
function parseHistory(tag: string | undefined): unknown[] {
  const history: unknown = tag === undefined ? [] : JSON.parse(tag);
  return Array.isArray(history) ? history : [];
}

/**
 * Records a model that an older client stored among a run's artifacts: MLflow keeps the list of
 * them in one tag of the run.
 */
export async function logModel(store: Store, request: RequestOf<"logModel">): Promise<void> {
  const { run_id: runId } = request;
  const model = parseModel(request.model_json);
  await store.database.write(async (transaction) => {
    await requireActiveRun(transaction, runId);
    const previous = await transaction.queries
      .selectFrom("tags")
      .select("value")
      .where("run_uuid", "=", runId)
      .where("key", "=", LOGGED_MODELS_TAG)
      .executeTakeFirst();
    const value = JSON.stringify([...parseHistory(previous?.value), summarize(model)]);
    checkLength("model_json", MAX_HISTORY_LENGTH, value);
    await writeTag(transaction, runId, LOGGED_MODELS_TAG, value);
  });
}
