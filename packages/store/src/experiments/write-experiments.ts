import { ApiError, type Int64, type RequestOf } from "@mlflow-ts/contract";
import { checkArtifactLocation } from "../artifacts/artifact-location.ts";
import type { Transaction } from "../db/database.ts";
import type { LifecycleStage } from "../db/tables.ts";
import { appendToUri, parseExperimentId } from "../ids.ts";
import type { Store } from "../store.ts";
import { getExperimentRow } from "./queries.ts";
import {
  checkExperimentIsActive,
  checkExperimentName,
  checkExperimentTag,
  checkViewCount,
  isViewTag,
} from "./rules.ts";

async function findIdByName({ queries }: Transaction, name: string): Promise<Int64 | undefined> {
  const row = await queries
    .selectFrom("experiments")
    .select("experiment_id")
    .where("name", "=", name)
    .where("workspace", "=", "default")
    .executeTakeFirst();
  return row?.experiment_id;
}

async function refuseTakenName(transaction: Transaction, name: string): Promise<void> {
  if ((await findIdByName(transaction, name)) !== undefined)
    throw ApiError.alreadyExists(`Experiment(name=${name}) already exists.`);
}

/** @returns the new experiment's id. */
export async function createExperiment(
  store: Store,
  request: RequestOf<"createExperiment">,
): Promise<string> {
  checkExperimentName(request.name);
  const location = request.artifact_location
    ? checkArtifactLocation(request.artifact_location, store)
    : undefined;
  for (const tag of request.tags) checkExperimentTag(tag.key, tag.value ?? "");
  checkViewCount(request.tags.filter((tag) => isViewTag(tag.key)).length);
  return store.database.write(async (transaction) => {
    await refuseTakenName(transaction, request.name);
    const { queries } = transaction;
    const now = Date.now();
    await queries
      .insertInto("experiments")
      .values({
        name: request.name,
        artifact_location: location ?? null,
        lifecycle_stage: "active",
        creation_time: now,
        last_update_time: now,
      })
      .execute();
    // MySQL does not answer what it inserted.
    const id = await findIdByName(transaction, request.name);
    if (id === undefined) throw new Error("an experiment that was inserted is there");
    if (location === undefined) {
      await queries
        .updateTable("experiments")
        .set({ artifact_location: appendToUri(store.artifactRoot, String(id)) })
        .where("experiment_id", "=", id)
        .execute();
    }
    for (const tag of request.tags) await setTag(transaction, id, tag.key, tag.value ?? "");
    return String(id);
  });
}

async function setTag(
  { queries }: Transaction,
  experimentId: Int64,
  key: string,
  value: string,
): Promise<void> {
  await queries
    .insertInto("experiment_tags")
    .values({ experiment_id: experimentId, key, value })
    .onConflict((conflict) => conflict.columns(["key", "experiment_id"]).doUpdateSet({ value }))
    .execute();
}

export async function renameExperiment(
  store: Store,
  request: RequestOf<"updateExperiment">,
): Promise<void> {
  checkExperimentName(request.new_name);
  await store.database.write(async (transaction) => {
    const row = await getExperimentRow(transaction.queries, request.experiment_id);
    if (row.lifecycle_stage !== "active") {
      throw new ApiError("INVALID_STATE", "Cannot rename a non-active experiment.");
    }
    if (row.name !== request.new_name) await refuseTakenName(transaction, request.new_name);
    await transaction.queries
      .updateTable("experiments")
      .set({ name: request.new_name, last_update_time: Date.now() })
      .where("experiment_id", "=", row.experiment_id)
      .execute();
  });
}

/** Moves an experiment and all its runs from one stage to the other. */
async function changeStage(store: Store, experimentId: string, to: LifecycleStage): Promise<void> {
  await store.database.write(async ({ queries }) => {
    const row = await getExperimentRow(queries, experimentId);
    if (row.lifecycle_stage === to) {
      const id = parseExperimentId(experimentId);
      throw ApiError.doesNotExist(`No Experiment with id=${id} exists`);
    }
    const now = Date.now();
    await queries
      .updateTable("experiments")
      .set({ lifecycle_stage: to, last_update_time: now })
      .where("experiment_id", "=", row.experiment_id)
      .execute();
    await queries
      .updateTable("runs")
      .set({ lifecycle_stage: to, deleted_time: to === "deleted" ? now : null })
      .where("experiment_id", "=", row.experiment_id)
      .execute();
  });
}

export async function deleteExperiment(store: Store, experimentId: string): Promise<void> {
  await changeStage(store, experimentId, "deleted");
}

export async function restoreExperiment(store: Store, experimentId: string): Promise<void> {
  await changeStage(store, experimentId, "active");
}

export async function setExperimentTag(
  store: Store,
  request: RequestOf<"setExperimentTag">,
): Promise<void> {
  const value = request.value ?? "";
  checkExperimentTag(request.key, value);
  await store.database.write(async (transaction) => {
    const { queries } = transaction;
    const row = await getExperimentRow(queries, request.experiment_id);
    checkExperimentIsActive(row);
    if (isViewTag(request.key)) {
      const keys = await queries
        .selectFrom("experiment_tags")
        .select("key")
        .where("experiment_id", "=", row.experiment_id)
        .execute();
      const others = keys.filter(({ key }) => isViewTag(key) && key !== request.key);
      checkViewCount(others.length + 1, row.experiment_id);
    }
    await setTag(transaction, row.experiment_id, request.key, value);
  });
}

export async function deleteExperimentTag(
  store: Store,
  request: RequestOf<"deleteExperimentTag">,
): Promise<void> {
  await store.database.write(async ({ queries }) => {
    const row = await getExperimentRow(queries, request.experiment_id);
    checkExperimentIsActive(row);
    const { numDeletedRows } = await queries
      .deleteFrom("experiment_tags")
      .where("experiment_id", "=", row.experiment_id)
      .where("key", "=", request.key)
      .executeTakeFirst();
    if (numDeletedRows === 0n) {
      throw ApiError.doesNotExist(
        `No tag with name: ${request.key} in experiment with id ${request.experiment_id}`,
      );
    }
  });
}
