import { ARTIFACT_DIFFERENCES } from "./intended/artifacts.ts";
import { CLIENT_HABIT_DIFFERENCES } from "./intended/client-habits.ts";
import { EXPERIMENT_DIFFERENCES } from "./intended/experiments.ts";
import { GRAPHQL_DIFFERENCES } from "./intended/graphql.ts";
import { HOST_DIFFERENCES } from "./intended/hosts.ts";
import { INPUT_DIFFERENCES } from "./intended/inputs.ts";
import { LOGGED_MODEL_DIFFERENCES } from "./intended/logged-models.ts";
import { METRIC_DIFFERENCES } from "./intended/metrics.ts";
import { PASSING_DIFFERENCES } from "./intended/passing.ts";
import { PROTOCOL_DIFFERENCES } from "./intended/protocol.ts";
import { RUN_DIFFERENCES } from "./intended/runs.ts";
import { SEARCH_DIFFERENCES } from "./intended/searches.ts";
import { WRONG_TYPE_DIFFERENCES } from "./intended/wrong-types.ts";

/** One answer in which our server differs from MLflow's on purpose. */
export interface IntendedDifference {
  /** `area > scenario > step`, as the report prints it. */
  readonly at: string;
  readonly why: string;
  /** The status that MLflow answers with. */
  readonly mlflow: number;
  /** What ours answers: its status, and a text within its JSON. */
  readonly ours: { readonly status: number; readonly contains: string };
}

export const INTENDED_DIFFERENCES: readonly IntendedDifference[] = [
  ...EXPERIMENT_DIFFERENCES,
  ...RUN_DIFFERENCES,
  ...METRIC_DIFFERENCES,
  ...SEARCH_DIFFERENCES,
  ...INPUT_DIFFERENCES,
  ...LOGGED_MODEL_DIFFERENCES,
  ...ARTIFACT_DIFFERENCES,
  ...GRAPHQL_DIFFERENCES,
  ...PASSING_DIFFERENCES,
  ...PROTOCOL_DIFFERENCES,
  ...HOST_DIFFERENCES,
  ...WRONG_TYPE_DIFFERENCES,
  ...CLIENT_HABIT_DIFFERENCES,
];
