import type { RunStatus } from "@mlflow-ts/contract";
import type { Filter } from "@mlflow-ts/contract/filter";

export const STATUSES: readonly RunStatus[] = [
  "RUNNING",
  "SCHEDULED",
  "FINISHED",
  "FAILED",
  "KILLED",
];

export const PERIODS = [
  { id: "1h", label: "Last hour", ms: 3_600_000 },
  { id: "24h", label: "Last 24 hours", ms: 86_400_000 },
  { id: "7d", label: "Last 7 days", ms: 7 * 86_400_000 },
  { id: "30d", label: "Last 30 days", ms: 30 * 86_400_000 },
] as const;

/** Filters that are a click, in the address by their names. */
export interface QuickSearch {
  /** Statuses divided by commas. */
  readonly status?: string;
  /** One of `PERIODS`, counted back from now. */
  readonly started?: string;
  /** A dataset's name. */
  readonly dataset?: string;
}

/** Keeps what is well-formed of an address. */
export function readQuickSearch(search: Readonly<Record<string, unknown>>): QuickSearch {
  const { status, started, dataset } = search;
  const statuses = typeof status === "string" ? toStatuses(status) : [];
  return {
    ...(statuses.length > 0 && { status: statuses.join(",") }),
    ...(PERIODS.some(({ id }) => id === started) && { started: String(started) }),
    ...(typeof dataset === "string" && dataset !== "" && { dataset }),
  };
}

export function toStatuses(text = ""): readonly RunStatus[] {
  const names = text.split(",");
  return STATUSES.filter((status) => names.includes(status));
}

/** What the quick filters ask of a run. The start of a period is a whole minute, so that asking
 * again within it is the same question. */
export function quickFilters(search: QuickSearch, nowMs: number): Filter[] {
  const filters: Filter[] = [];
  const statuses = toStatuses(search.status).map(isStatus);
  const [only] = statuses;
  if (only) filters.push(statuses.length === 1 ? only : { kind: "or", operands: statuses });
  const period = PERIODS.find(({ id }) => id === search.started);
  if (period !== undefined) {
    const start = Math.floor((nowMs - period.ms) / 60_000) * 60_000;
    filters.push({
      kind: "condition",
      field: { entity: "attribute", key: "start_time" },
      test: { operator: ">=", value: start },
    });
  }
  if (search.dataset !== undefined) filters.push(usesDataset(search.dataset));
  return filters;
}

export function isStatus(status: string): Filter {
  return {
    kind: "condition",
    field: { entity: "attribute", key: "status" },
    test: { operator: "=", value: status },
  };
}

export function usesDataset(name: string): Filter {
  return {
    kind: "condition",
    field: { entity: "dataset", key: "name" },
    test: { operator: "=", value: name },
  };
}
