import { encodeJson, type RunTableRow } from "@mlflow-ts/contract";
import type { ValueKeys } from "../rows/cell-reader.ts";

/** A run as JSON that tells its keys, with what it has of them. */
export function runToJson(run: RunTableRow, keys: ValueKeys): string {
  const named = <T>(names: readonly string[], values: readonly (T | null)[]) =>
    Object.fromEntries(
      names.flatMap((name, place) => {
        const value = values[place] ?? null;
        return value === null ? [] : [[name, value] as const];
      }),
    );
  return encodeJson({
    ...run,
    metrics: named(keys.metric_keys, run.metrics),
    metric_ranges: named(keys.metric_range_keys, run.metric_ranges),
    params: named(keys.param_keys, run.params),
    tags: named(keys.tag_keys, run.tags),
  });
}
