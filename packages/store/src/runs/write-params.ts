import {
  checkLength,
  checkName,
  limitValue,
  MAX_KEY_LENGTH,
  MAX_PARAM_VALUE_LENGTH,
  type RequestOf,
} from "@mlflow-ts/contract";
import type { Store } from "../store.ts";
import { refuseChange } from "./rules.ts";
import { logRunData, type Param } from "./run-data.ts";

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

export async function logParam(store: Store, request: RequestOf<"logParam">): Promise<void> {
  const params = [checkParam(store, request)];
  await logRunData(store, { runId: request.run_id, params, refuse: refuseChange });
}
