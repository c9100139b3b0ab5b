import { readVisibilitySearch, type VisibilitySearch } from "./run-selection/run-visibility.ts";

/**
 * What the address says about a list of runs. The names are those of MLflow's own page, so that
 * its bookmarks open here.
 */
export interface RunsSearch extends VisibilitySearch {
  /** Words, or a filter in MLflow's language. */
  readonly searchFilter?: string;
  /** Such as `attributes.start_time` or ``metrics.`loss` ``. */
  readonly orderByKey?: string;
  readonly orderByAsc?: "true" | "false";
  readonly lifecycleFilter?: "Deleted";
}

/** Keeps what is known and well-formed of an address. */
export function readRunsSearch(search: Readonly<Record<string, unknown>>): RunsSearch {
  const { searchFilter, orderByKey, orderByAsc, lifecycleFilter } = search;
  return {
    ...(isText(searchFilter) && { searchFilter }),
    ...(isText(orderByKey) && { orderByKey, orderByAsc: orderByAsc === "true" ? "true" : "false" }),
    ...(lifecycleFilter === "Deleted" && { lifecycleFilter }),
    ...readVisibilitySearch(search),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Characters and words that only MLflow's search language has. */
const LANGUAGE = /[<>=!'"`()]|\b(?:i?like|in|is\s+(?:not\s+)?null)\b/i;

/** Plain words find runs whose name holds each of them; anything else is MLflow's language. */
export function toFilter(search: string): string {
  const trimmed = search.trim();
  if (trimmed === "" || LANGUAGE.test(trimmed)) return trimmed;
  return trimmed
    .split(/\s+/)
    .map((word) => `attributes.run_name ILIKE '%${word}%'`)
    .join(" AND ");
}

export function toOrderBy({ orderByKey, orderByAsc }: RunsSearch): string[] {
  return orderByKey === undefined
    ? []
    : [`${orderByKey} ${orderByAsc === "true" ? "ASC" : "DESC"}`];
}

/** A column's name in the search language; quoted, for keys may hold dots, slashes and spaces. */
export function toOrderKey(kind: "metrics" | "params", key: string): string {
  return key.includes("`") ? `${kind}."${key}"` : `${kind}.\`${key}\``;
}

/** The server's own order: the newest run first. */
export const DEFAULT_ORDER_KEY = "attributes.start_time";

/** The next order when a column's title is chosen: descending, ascending, the list's own again. */
export function nextOrder(search: RunsSearch, key: string): RunsSearch {
  const { orderByKey, orderByAsc, ...rest } = search;
  if ((orderByKey ?? DEFAULT_ORDER_KEY) !== key) {
    return { ...rest, orderByKey: key, orderByAsc: "false" };
  }
  return orderByAsc === "true" ? rest : { ...rest, orderByKey: key, orderByAsc: "true" };
}
