import { ApiError, quotePython, type LoggedModel, type RequestOf } from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import { inLots } from "../db/in-lots.ts";
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

async function writeTags(
  { queries }: Transaction,
  { model_id, experiment_id }: Model,
  tags: readonly Pair[],
): Promise<void> {
  // One statement can't update a row twice.
  const values = new Map(tags.map(({ key, value = "" }) => [key, value]));
  const rows = [...values].map(([tag_key, tag_value]) => ({
    model_id,
    experiment_id,
    tag_key,
    tag_value,
  }));
  await inLots(rows, (lot) =>
    queries
      .insertInto("logged_model_tags")
      .values(lot)
      .onConflict((conflict) =>
        conflict
          .columns(["model_id", "tag_key"])
          .doUpdateSet(({ ref }) => ({ tag_value: ref("excluded.tag_value") })),
      )
      .execute(),
  );
}

/** Params are written once: the same value again is accepted, another one refused. */
async function writeParams(
  { queries }: Transaction,
  { model_id, experiment_id }: Model,
  params: readonly Pair[],
): Promise<void> {
  const rows = await queries
    .selectFrom("logged_model_params")
    .select(["param_key", "param_value"])
    .where("model_id", "=", model_id)
    .execute();
  const values = new Map(rows.map((row) => [row.param_key, row.param_value]));
  const added = new Map<string, string>();
  for (const { key, value = "" } of params) {
    const old = values.get(key) ?? added.get(key) ?? value;
    if (old !== value) throw paramWouldChange(model_id, key, old, value);
    if (!values.has(key)) added.set(key, value);
  }
  const newRows = [...added].map(([param_key, param_value]) => ({
    model_id,
    experiment_id,
    param_key,
    param_value,
  }));
  await inLots(newRows, (lot) => queries.insertInto("logged_model_params").values(lot).execute());
}

function paramWouldChange(modelId: string, key: string, old: string, value: string): ApiError {
  return ApiError.invalidParameter(
    `Changing param values is not allowed. Param with key='${key}' was already logged with ` +
      `value='${old}' for model ID='${modelId}'. Attempted logging new value '${value}'.`,
  );
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
    await writeParams(transaction, row, request.params);
    await writeTags(transaction, row, request.tags);
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
    await writeTags(transaction, row, request.tags);
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
    await writeParams(transaction, row, request.params);
  });
}
