import type { RunData, RunStatus } from "@mlflow-ts/contract";
import { STATUS_LOOKS } from "../../format/run-status.ts";
import { type GroupBy, groupOwnerId } from "../runs/groups/group-by.ts";
import { groupColors } from "../runs/run-selection/run-colors.ts";
import type { RunGroup } from "./mean-lines.ts";

/** A run with what it can be grouped by. */
export interface GroupedRun {
  readonly runId: string;
  readonly status: RunStatus;
  readonly data: RunData;
  readonly datasets: readonly string[];
}

/** Runs by their value, largest group first; those without one are a group, as in the table. */
export function groupRuns(runs: readonly GroupedRun[], groupBy: GroupBy): RunGroup[] {
  const byValue = new Map<string | null, string[]>();
  for (const run of runs) {
    for (const value of valuesOf(run, groupBy)) {
      byValue.set(value, [...(byValue.get(value) ?? []), run.runId]);
    }
  }
  const colors = groupColors.assign([...byValue.keys()].map(groupOwnerId));
  return [...byValue]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([value, runIds]) => {
      const ownerId = groupOwnerId(value);
      const name = nameOf(value, groupBy);
      return { ownerId, name, color: colors.get(ownerId) ?? "currentColor", runIds };
    });
}

/** A run that used two datasets counts in both groups. */
function valuesOf({ status, data, datasets }: GroupedRun, { by, key }: GroupBy) {
  if (by === "STATUS") return [status];
  if (by === "DATASET") return datasets.length === 0 ? [null] : new Set(datasets);
  const pairs = by === "TAG" ? data.tags : data.params;
  return [pairs?.find((pair) => pair.key === key)?.value ?? null];
}

function nameOf(value: string | null, { by, key }: GroupBy): string {
  if (by === "STATUS") {
    return Object.entries(STATUS_LOOKS).find(([status]) => status === value)?.[1].word ?? "";
  }
  if (by === "DATASET") return value ?? "no dataset";
  return value === null ? `no ${key}` : `${key}=${value}`;
}
