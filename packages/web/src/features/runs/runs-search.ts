import { type QuickSearch, readQuickSearch } from "./filter/quick-filters.ts";
import { type GroupSearch, readGroupSearch } from "./groups/group-by.ts";
import { readVisibilitySearch, type VisibilitySearch } from "./run-selection/run-visibility.ts";
import { type LayoutSearch, readLayoutSearch } from "./table/column-layout.ts";
import type { ColumnOrder } from "./table/column.ts";

/**
 * What the address says about a list of runs. The first names are those of MLflow's own page, so
 * that its bookmarks open here.
 */
export interface RunsSearch extends VisibilitySearch, QuickSearch, LayoutSearch, GroupSearch {
  /** Words, or a filter in MLflow's language. */
  readonly searchFilter?: string;
  /** Such as `attributes.start_time` or ``metrics.`loss` ``. */
  readonly orderByKey?: string;
  readonly orderByAsc?: "true" | "false";
  /** Which of a metric's values orders; the latest when unsaid. */
  readonly orderByValue?: "MIN" | "MAX";
  readonly lifecycleFilter?: "Deleted";
  /** Whether runs stand below their parents. */
  readonly nested?: "true" | "false";
  /** Runs whose children are folded away, divided by commas. */
  readonly collapsed?: string;
  /** The runs that a person selected, divided by commas. */
  readonly selected?: string;
}

/** How an address changes: what one does step by step leaves no step for each on the way back. */
export interface SearchChange {
  readonly replace?: boolean;
}

const RUN_IDS = /^[0-9a-z]+(,[0-9a-z]+)*$/i;

/** Keeps what is known and well-formed of an address. */
export function readRunsSearch(search: Readonly<Record<string, unknown>>): RunsSearch {
  const { searchFilter, orderByKey, orderByAsc, orderByValue } = search;
  const { lifecycleFilter, nested, collapsed, selected } = search;
  return {
    ...(isText(searchFilter) && { searchFilter }),
    ...(isText(orderByKey) && { orderByKey, orderByAsc: orderByAsc === "true" ? "true" : "false" }),
    ...((orderByValue === "MIN" || orderByValue === "MAX") && { orderByValue }),
    ...(lifecycleFilter === "Deleted" && { lifecycleFilter }),
    ...((nested === "true" || nested === "false") && { nested }),
    ...(isText(collapsed) && RUN_IDS.test(collapsed) && { collapsed }),
    ...(isText(selected) && RUN_IDS.test(selected) && { selected }),
    ...readVisibilitySearch(search),
    ...readQuickSearch(search),
    ...readLayoutSearch(search),
    ...readGroupSearch(search),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A list without any choice of a person's, but for where the deleted runs are. */
export function clearFilters(search: RunsSearch): RunsSearch {
  const { searchFilter: _filter, status: _status, started: _started, ...rest } = search;
  const { dataset: _dataset, ...cleared } = rest;
  return cleared;
}

export function hasFilters({ searchFilter, status, started, dataset }: RunsSearch): boolean {
  return [searchFilter, status, started, dataset].some((filter) => filter !== undefined);
}

/** The server's own order: the newest run first. */
const DEFAULT_ORDER: ColumnOrder = { key: "attributes.start_time" };

export function toOrderBy({ orderByKey, orderByAsc }: RunsSearch): string[] {
  return orderByKey === undefined
    ? []
    : [`${orderByKey} ${orderByAsc === "true" ? "ASC" : "DESC"}`];
}

/** Whether rows stand in a column's order, and in which direction. */
export function directionOf(
  { orderByKey, orderByAsc, orderByValue }: RunsSearch,
  { key, metricValue }: ColumnOrder,
): "ascending" | "descending" | undefined {
  if ((orderByKey ?? DEFAULT_ORDER.key) !== key || orderByValue !== metricValue) return undefined;
  return orderByAsc === "true" ? "ascending" : "descending";
}

/** The next order when a column's title is chosen: descending, ascending, the list's own again. */
export function nextOrder(search: RunsSearch, order: ColumnOrder): RunsSearch {
  const { orderByKey: _key, orderByAsc: _asc, orderByValue: _value, ...rest } = search;
  const direction = directionOf(search, order);
  if (direction === "ascending") return rest;
  return {
    ...rest,
    orderByKey: order.key,
    ...(order.metricValue && { orderByValue: order.metricValue }),
    orderByAsc: direction === "descending" ? "true" : "false",
  };
}

/** Runs stand below their parents unless an order or a person says otherwise. */
export function isNested({ nested, orderByKey }: RunsSearch): boolean {
  return nested === undefined ? orderByKey === undefined : nested === "true";
}

/** Folds a run's children away, or shows them again. */
export function toggleCollapsed(search: RunsSearch, runId: string): RunsSearch {
  const { collapsed, ...rest } = search;
  const ids = collapsed?.split(",") ?? [];
  const next = ids.includes(runId) ? ids.filter((id) => id !== runId) : [...ids, runId];
  return next.length === 0 ? rest : { ...rest, collapsed: next.join(",") };
}
