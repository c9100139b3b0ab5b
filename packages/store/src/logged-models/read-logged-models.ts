import type { LoggedModel } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import type { Store } from "../store.ts";
import { loadLoggedModels, type LoggedModelRow } from "./load-logged-models.ts";
import { modelNotFound } from "./rules.ts";

/** @throws ApiError RESOURCE_DOES_NOT_EXIST. */
export async function getLoggedModelRow(
  queries: Queries,
  modelId: string,
): Promise<LoggedModelRow> {
  const row = await queries
    .selectFrom("logged_models")
    .selectAll()
    .where("model_id", "=", modelId)
    .executeTakeFirst();
  if (row === undefined) throw modelNotFound(modelId);
  return row;
}

export async function loadLoggedModel(queries: Queries, row: LoggedModelRow): Promise<LoggedModel> {
  const [model] = await loadLoggedModels(queries, [row]);
  if (model === undefined) throw new Error("a logged model's row was loaded as nothing");
  return model;
}

/** A logged model; a deleted one only when that is asked for. */
export async function getLoggedModel(
  store: Store,
  modelId: string,
  options: { allowDeleted?: boolean } = {},
): Promise<LoggedModel> {
  const queries = store.database.read;
  const row = await getLoggedModelRow(queries, modelId);
  if (row.lifecycle_stage === "deleted" && !options.allowDeleted) throw modelNotFound(modelId);
  return loadLoggedModel(queries, row);
}
