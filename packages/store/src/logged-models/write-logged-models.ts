import { ApiError, quotePython, type LoggedModel, type RequestOf } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { getExperimentRow } from "../experiments/queries.ts";
import { checkExperimentIsActive } from "../experiments/rules.ts";
import { appendToUri, createId, createRandomName } from "../ids.ts";
import type { Store } from "../store.ts";
import { type LoggedModelRow, toStatusNumber } from "./load-logged-models.ts";
import { getLoggedModelRow, loadLoggedModel } from "./read-logged-models.ts";
import { checkModelName, checkModelParams, checkModelTags, checkModelType } from "./rules.ts";

interface Pair {
  readonly key: string;
  readonly value?: string | undefined;
}

type Model = Pick<LoggedModelRow, "model_id" | "experiment_id">;

function writeTags({ prepare }: Transaction, model: Model, tags: readonly Pair[]): void {
  const upsert = prepare(
    `INSERT INTO logged_model_tags (model_id, experiment_id, tag_key, tag_value)
     VALUES (?, ?, ?, ?) ON CONFLICT (model_id, tag_key) DO UPDATE SET tag_value = excluded.tag_value`,
  );
  for (const { key, value = "" } of tags)
    upsert.run(model.model_id, model.experiment_id, key, value);
}

/** Params are written once: the same value again is accepted, another one refused. */
function writeParams({ prepare }: Transaction, model: Model, params: readonly Pair[]): void {
  const insert = prepare(
    `INSERT INTO logged_model_params (model_id, experiment_id, param_key, param_value)
     VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const find = prepare(
    "SELECT param_value FROM logged_model_params WHERE model_id = ? AND param_key = ?",
  );
  for (const { key, value = "" } of params) {
    const { changes } = insert.run(model.model_id, model.experiment_id, key, value);
    if (Number(changes) > 0) continue;
    const old = find.get(model.model_id, key)?.["param_value"];
    if (old === value) continue;
    throw ApiError.invalidParameter(
      `Changing param values is not allowed. Param with key='${key}' was already logged with ` +
        `value='${String(old)}' for model ID='${model.model_id}'. Attempted logging new value '${value}'.`,
    );
  }
}

/** Creates a logged model, pending until its files are there. */
export async function createLoggedModel(
  store: Store,
  request: RequestOf<"createLoggedModel">,
): Promise<LoggedModel> {
  if (request.name) checkModelName(request.name);
  checkModelType(request.model_type ?? "");
  checkModelTags(request.tags);
  checkModelParams(request.params);
  return store.database.write(async (transaction) => {
    const { queries } = transaction;
    const experiment = await getExperimentRow(queries, request.experiment_id);
    checkExperimentIsActive(experiment);
    const modelId = `m-${createId()}`;
    const now = Date.now();
    const root = experiment.artifact_location ?? "";
    const row: LoggedModelRow = {
      model_id: modelId,
      experiment_id: experiment.experiment_id,
      name: request.name || createRandomName(),
      artifact_location: appendToUri(root, "models", modelId, "artifacts"),
      creation_timestamp_ms: now,
      last_updated_timestamp_ms: now,
      status: toStatusNumber("LOGGED_MODEL_PENDING"),
      lifecycle_stage: "active",
      model_type: request.model_type ?? "",
      source_run_id: request.source_run_id ?? "",
      status_message: null,
    };
    await queries.insertInto("logged_models").values(row).execute();
    writeParams(transaction, row, request.params);
    writeTags(transaction, row, request.tags);
    return loadLoggedModel(queries, row);
  });
}

export async function finalizeLoggedModel(
  store: Store,
  request: RequestOf<"finalizeLoggedModel">,
): Promise<LoggedModel> {
  return store.database.write(async ({ queries }) => {
    await getLoggedModelRow(queries, request.model_id);
    await queries
      .updateTable("logged_models")
      .set({ status: toStatusNumber(request.status), last_updated_timestamp_ms: Date.now() })
      .where("model_id", "=", request.model_id)
      .execute();
    return loadLoggedModel(queries, await getLoggedModelRow(queries, request.model_id));
  });
}

export async function deleteLoggedModel(store: Store, modelId: string): Promise<void> {
  await store.database.write(async ({ queries }) => {
    await getLoggedModelRow(queries, modelId);
    await queries
      .updateTable("logged_models")
      .set({ lifecycle_stage: "deleted", last_updated_timestamp_ms: Date.now() })
      .where("model_id", "=", modelId)
      .execute();
  });
}

export async function setLoggedModelTags(
  store: Store,
  request: RequestOf<"setLoggedModelTags">,
): Promise<void> {
  checkModelTags(request.tags);
  await store.database.write(async (transaction) => {
    const row = await getLoggedModelRow(transaction.queries, request.model_id);
    writeTags(transaction, row, request.tags);
  });
}

export async function deleteLoggedModelTag(
  store: Store,
  { model_id, tag_key }: RequestOf<"deleteLoggedModelTag">,
): Promise<void> {
  await store.database.write(async ({ queries }) => {
    await getLoggedModelRow(queries, model_id);
    const { numDeletedRows } = await queries
      .deleteFrom("logged_model_tags")
      .where("model_id", "=", model_id)
      .where("tag_key", "=", tag_key)
      .executeTakeFirst();
    if (numDeletedRows > 0n) return;
    throw ApiError.doesNotExist(
      `No tag with key ${quotePython(tag_key)} found for model with ID ${quotePython(model_id)}.`,
    );
  });
}

export async function logLoggedModelParams(
  store: Store,
  request: RequestOf<"logLoggedModelParams">,
): Promise<void> {
  checkModelParams(request.params);
  await store.database.write(async (transaction) => {
    const row = await getLoggedModelRow(transaction.queries, request.model_id);
    writeParams(transaction, row, request.params);
  });
}
