import { GRAPHQL_DIFFERENCES } from "./intended/graphql.ts";
import { PASSING_DIFFERENCES } from "./intended/passing.ts";

/** One answer in which our server differs from MLflow's on purpose. */
export interface IntendedDifference {
  /** `area > scenario > step`, as the report prints it. */
  readonly at: string;
  readonly why: string;
  /** What ours answers: its status, and a text within its JSON. */
  readonly ours: { readonly status: number; readonly contains: string };
}

export const INTENDED_DIFFERENCES: readonly IntendedDifference[] = [
  ...GRAPHQL_DIFFERENCES,
  ...PASSING_DIFFERENCES,
];
