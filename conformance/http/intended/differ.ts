import type { IntendedDifference } from "../intended-differences.ts";

/** What both servers answer with. */
export interface Statuses {
  readonly mlflow: number;
  readonly ours: number;
}

/** Steps of one scenario that differ for one reason, each with a text that our answer holds. */
export function differ(
  scenario: string,
  why: string,
  { mlflow, ours }: Statuses,
  steps: Readonly<Record<string, string>>,
): IntendedDifference[] {
  return Object.entries(steps).map(([step, contains]) => ({
    at: `${scenario} > ${step}`,
    why,
    mlflow,
    ours: { status: ours, contains },
  }));
}
