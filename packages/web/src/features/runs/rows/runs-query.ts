import type { Filter } from "@mlflow-ts/contract/filter";
import { quickFilters } from "../filter/quick-filters.ts";
import { joinFilters, readFilter } from "../filter/read-filter.ts";
import { isNested, type RunsSearch, toOrderBy } from "../runs-search.ts";
import type { ValueKeys } from "./cell-reader.ts";
import type { RunsRequest } from "./run-window.ts";

/** What a table's address asks of the server. */
export interface RunsQuery {
  readonly request: RunsRequest;
  readonly filters: readonly Filter[];
  /** What is wrong with the typed filter, and where; the server is then not asked. */
  readonly fault:
    { readonly message: string; readonly start: number; readonly end: number } | undefined;
}

const NOTHING: ValueKeys = {
  metric_keys: [],
  metric_range_keys: [],
  param_keys: [],
  tag_keys: [],
};

/** Reads an address; `keys` are those of the columns. */
export function toRunsQuery(
  experimentId: string,
  search: RunsSearch,
  nowMs: number,
  keys: ValueKeys = NOTHING,
): RunsQuery {
  const typed = readFilter(search.searchFilter ?? "");
  const filters = [
    ...(typed.kind === "read" ? [typed.filter] : []),
    ...quickFilters(search, nowMs),
  ];
  return {
    filters,
    fault: typed.kind === "fault" ? typed : undefined,
    request: {
      experiment_ids: [experimentId],
      filter: joinFilters(filters),
      run_view_type: search.lifecycleFilter === "Deleted" ? "DELETED_ONLY" : "ACTIVE_ONLY",
      order_by: toOrderBy(search),
      order_metric_value: search.orderByValue,
      nested: search.groupBy === undefined && isNested(search),
      collapsed: search.collapsed?.split(",") ?? [],
      ...keys,
    },
  };
}
