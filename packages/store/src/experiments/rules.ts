import {
  ApiError,
  type Int64,
  checkLength,
  checkName,
  countCharacters,
  MAX_KEY_LENGTH,
} from "@mlflow-ts/contract";
import type { Selectable } from "kysely";
import type { ExperimentsTable } from "../db/tables.ts";

const MAX_NAME_LENGTH = 500;
const MAX_TAG_VALUE_LENGTH = 20_000;

export function checkExperimentName(name: string): void {
  if (name === "") {
    throw ApiError.invalidParameter("Invalid experiment name: ''");
  }
  if (countCharacters(name) > MAX_NAME_LENGTH) {
    throw ApiError.invalidParameter(
      `'name' exceeds the maximum length of ${MAX_NAME_LENGTH} characters`,
    );
  }
}

/** The page's saved views are tags with this prefix, at most this many an experiment. */
const VIEW_TAG_PREFIX = "mlflow.customView.view";
const MAX_VIEWS = 50;

export function isViewTag(key: string): boolean {
  return key.startsWith(VIEW_TAG_PREFIX);
}

export function checkViewCount(count: number, experimentId?: Int64): void {
  if (count <= MAX_VIEWS) return;
  const where = experimentId === undefined ? "" : ` for experiment ${experimentId}`;
  throw ApiError.invalidParameter(
    `Unable to create another custom view${where}; the maximum number of custom views per ` +
      `experiment is ${MAX_VIEWS}. Delete an existing custom view before creating a new one.`,
  );
}

export function checkExperimentTag(key: string, value: string): void {
  checkName(key, "key");
  checkLength("key", MAX_KEY_LENGTH, key);
  checkLength("value", MAX_TAG_VALUE_LENGTH, value);
}

export function checkExperimentIsActive(
  experiment: Pick<Selectable<ExperimentsTable>, "experiment_id" | "lifecycle_stage">,
): void {
  if (experiment.lifecycle_stage === "active") return;
  throw ApiError.invalidParameter(
    `The experiment ${experiment.experiment_id} must be in the 'active' state. ` +
      `Current state is ${experiment.lifecycle_stage}.`,
  );
}
