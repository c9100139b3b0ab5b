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

export interface Tag {
  readonly key: string;
  readonly value: string;
}

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
export function writeTag(
  { prepare }: Transaction,
  runId: string,
  key: string,
  value: string,
): void {
  prepare(
    `INSERT INTO tags (key, value, run_uuid) VALUES (?, ?, ?)
     ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value`,
  ).run(key, value, runId);
}

/** A run's name stands in its row and, for old clients, in a tag; both change together. */
export function writeRunName(transaction: Transaction, runId: string, name: string): void {
  transaction.prepare("UPDATE runs SET name = ? WHERE run_uuid = ?").run(name, runId);
  writeTag(transaction, runId, RUN_NAME_TAG, name);
}

/** Sets checked tags of a run that is known to be active. */
export function writeTags(transaction: Transaction, runId: string, tags: readonly Tag[]): void {
  for (const { key, value } of tags) {
    if (key !== RUN_NAME_TAG) writeTag(transaction, runId, key, value);
    // MLflow: the tag is the run's name, and a name is never made empty.
    else if (value) writeRunName(transaction, runId, value);
  }
}

export async function setTag(store: Store, request: RequestOf<"setTag">): Promise<void> {
  const tag = checkTag(store, request);
  await store.database.write((transaction) => {
    requireActiveRun(transaction, request.run_id);
    writeTags(transaction, request.run_id, [tag]);
  });
}

export async function deleteTag(store: Store, request: RequestOf<"deleteTag">): Promise<void> {
  await store.database.write((transaction) => {
    requireActiveRun(transaction, request.run_id);
    const { changes } = transaction
      .prepare("DELETE FROM tags WHERE run_uuid = ? AND key = ?")
      .run(request.run_id, request.key);
    if (Number(changes) === 0) {
      throw ApiError.doesNotExist(
        `No tag with name: ${request.key} in run with id ${request.run_id}`,
      );
    }
  });
}
