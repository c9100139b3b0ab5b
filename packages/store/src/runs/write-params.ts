import {
  ApiError,
  checkLength,
  checkName,
  limitValue,
  MAX_KEY_LENGTH,
  MAX_PARAM_VALUE_LENGTH,
  quotePython,
  type RequestOf,
} from "@mlflow-ts/contract";
import type { Transaction } from "../db/database.ts";
import type { Store } from "../store.ts";
import { requireActiveRun } from "./active-run.ts";

export interface Param {
  readonly key: string;
  readonly value: string;
}

/** A param within MLflow's rules; `path` names it in a refusal, such as `params[2].`, or is empty. */
export function checkParam(
  store: Store,
  param: { key: string; value?: string | undefined },
  path = "",
): Param {
  checkName(param.key, `${path}key`);
  checkLength("Param key", MAX_KEY_LENGTH, param.key);
  const value = param.value ?? "";
  return {
    key: param.key,
    value: limitValue("Param value", MAX_PARAM_VALUE_LENGTH, value, store.truncateLongValues),
  };
}

interface Change {
  readonly key: string;
  readonly oldValue: string;
  readonly newValue: string;
}

/** Inserts what is new and answers the params that would have changed. */
function insertParams({ prepare }: Transaction, runId: string, params: readonly Param[]): Change[] {
  const insert = prepare(
    "INSERT INTO params (key, value, run_uuid) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const find = prepare("SELECT value FROM params WHERE key = ? AND run_uuid = ?");
  const changes: Change[] = [];
  for (const { key, value } of params) {
    if (Number(insert.run(key, value, runId).changes) > 0) continue;
    const oldValue = String(find.get(key, runId)?.["value"]);
    if (oldValue !== value) changes.push({ key, oldValue, newValue: value });
  }
  return changes;
}

/**
 * Writes checked params of a batch; a param never changes its value.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE naming every param that would change.
 */
export function writeParams(
  transaction: Transaction,
  runId: string,
  params: readonly Param[],
): void {
  const changes = insertParams(transaction, runId, params);
  if (changes.length === 0) return;
  const list = changes.map(
    ({ key, oldValue, newValue }) =>
      `{'key': ${quotePython(key)}, 'old_value': ${quotePython(oldValue)}, ` +
      `'new_value': ${quotePython(newValue)}}`,
  );
  throw ApiError.invalidParameter(
    `Changing param values is not allowed. Params were already logged='[${list.join(", ")}]' ` +
      `for run ID='${runId}'.`,
  );
}

export async function logParam(store: Store, request: RequestOf<"logParam">): Promise<void> {
  const param = checkParam(store, request);
  const runId = request.run_id;
  await store.database.write((transaction) => {
    requireActiveRun(transaction, runId);
    const [change] = insertParams(transaction, runId, [param]);
    if (change === undefined) return;
    throw ApiError.invalidParameter(
      `Changing param values is not allowed. Param with key='${change.key}' was already logged ` +
        `with value='${change.oldValue}' for run ID='${runId}'. Attempted logging new value ` +
        `'${change.newValue}'.`,
    );
  });
}
