import {
  ApiError,
  limitValue,
  MAX_TAG_VALUE_LENGTH,
  quotePython,
  shown,
} from "@mlflow-ts/contract";
import type { RunsTable } from "../db/tables.ts";

export const RUN_NAME_TAG = "mlflow.runName";

const RUN_ID = /^[a-zA-Z0-9][\p{L}\p{N}_-]{0,255}$/u;

/** @throws ApiError INVALID_PARAMETER_VALUE for a text that can be no run's id. */
export function checkRunId(runId: string): void {
  if (!RUN_ID.test(runId)) {
    throw ApiError.invalidParameter(
      `Invalid value ${shown(runId)} for parameter 'run_id' supplied.`,
    );
  }
}

export function runNotFound(runId: string): ApiError {
  return ApiError.doesNotExist(`Run with id=${runId.slice(0, 300)} not found`);
}

export function checkRunIsActive(runId: string, stage: RunsTable["lifecycle_stage"]): void {
  if (stage === "active") return;
  throw ApiError.invalidParameter(
    `The run ${runId} must be in the 'active' state. Current state is ${stage}.`,
  );
}

/** A param that is there with another value. */
export interface ParamChange {
  readonly key: string;
  readonly oldValue: string;
  readonly newValue: string;
}

/** The refusal of a batch that would change params; it names them all. */
export function refuseChanges(runId: string, changes: readonly ParamChange[]): ApiError {
  const list = changes.map(
    ({ key, oldValue, newValue }) =>
      `{'key': ${quotePython(key)}, 'old_value': ${quotePython(oldValue)}, ` +
      `'new_value': ${quotePython(newValue)}}`,
  );
  return ApiError.invalidParameter(
    `Changing param values is not allowed. Params were already logged='[${list.join(", ")}]' ` +
      `for run ID='${runId}'.`,
  );
}

/** The refusal of a single param that would change. */
export function refuseChange(runId: string, [change]: readonly ParamChange[]): ApiError {
  return ApiError.invalidParameter(
    `Changing param values is not allowed. Param with key='${change?.key}' was already logged ` +
      `with value='${change?.oldValue}' for run ID='${runId}'. Attempted logging new value ` +
      `'${change?.newValue}'.`,
  );
}

/** MLflow: the tag that repeats a run's name limits it, not the shorter column of the name. */
export function limitRunName(store: { truncateLongValues: boolean }, name: string): string {
  return limitValue("run_name", MAX_TAG_VALUE_LENGTH, name, store.truncateLongValues);
}
