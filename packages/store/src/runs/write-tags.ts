import {
  ApiError,
  checkLength,
  checkName,
  limitValue,
  MAX_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  type RequestOf,
} from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import type { Store } from "../store.ts";
import { requireActiveRun } from "./active-run.ts";
import { RUN_NAME_TAG } from "./rules.ts";
import { logRunData, type Tag } from "./run-data.ts";

/** A tag within MLflow's rules; `path` names it in a refusal, such as `tags[2].`, or is empty. */
export function checkTag(
  store: Store,
  tag: { key: string; value?: string | undefined },
  path = "",
): Tag {
  checkName(tag.key, `${path}key`);
  checkLength(`${path}key`, MAX_KEY_LENGTH, tag.key);
  const value = tag.value ?? "";
  return {
    key: tag.key,
    value: limitValue(`${path}value`, MAX_TAG_VALUE_LENGTH, value, store.truncateLongValues),
  };
}

/** Writes a tag's row, whatever its key. */
export async function writeTag(
  { queries }: Transaction,
  runId: string,
  key: string,
  value: string,
): Promise<void> {
  await queries
    .insertInto("tags")
    .values({ key, value, run_uuid: runId })
    .onConflict((conflict) => conflict.columns(["key", "run_uuid"]).doUpdateSet({ value }))
    .execute();
}

/** A run's name stands in its row and, for old clients, in a tag; both change together. */
export async function writeRunName(
  transaction: Transaction,
  runId: string,
  name: string,
): Promise<void> {
  await transaction.queries
    .updateTable("runs")
    .set({ name })
    .where("run_uuid", "=", runId)
    .execute();
  await writeTag(transaction, runId, RUN_NAME_TAG, name);
}

export async function setTag(store: Store, request: RequestOf<"setTag">): Promise<void> {
  const tags = [checkTag(store, request)];
  await logRunData(store, { runId: request.run_id, tags });
}

export async function deleteTag(store: Store, request: RequestOf<"deleteTag">): Promise<void> {
  await store.database.write(async (transaction) => {
    await requireActiveRun(transaction, request.run_id);
    const { numDeletedRows } = await transaction.queries
      .deleteFrom("tags")
      .where("run_uuid", "=", request.run_id)
      .where("key", "=", request.key)
      .executeTakeFirst();
    if (numDeletedRows > 0n) return;
    throw ApiError.doesNotExist(
      `No tag with name: ${request.key} in run with id ${request.run_id}`,
    );
  });
}
