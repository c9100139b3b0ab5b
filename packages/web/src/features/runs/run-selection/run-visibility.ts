/**
 * Which runs of a list are drawn: the first few in the list's order, without those that a person
 * hid and with those that a person showed. Kept in the address, so that a link shows the same.
 */
export interface RunVisibility {
  /** How many of the first runs are drawn unasked. */
  readonly limit: VisibleLimit;
  readonly hidden: readonly string[];
  readonly shown: readonly string[];
}

export const VISIBLE_LIMITS = [10, 20, 50, 100] as const;
export type VisibleLimit = (typeof VISIBLE_LIMITS)[number];
const DEFAULT_LIMIT: VisibleLimit = 20;
export const MOST_VISIBLE: VisibleLimit = 100;

/** What the address says of it; run ids are divided by commas. */
export interface VisibilitySearch {
  readonly visible?: string;
  readonly hidden?: string;
  readonly shown?: string;
}

const RUN_ID_LIST = /^[0-9a-z]+(,[0-9a-z]+)*$/i;

/** Keeps what is well-formed of an address. */
export function readVisibilitySearch(search: Readonly<Record<string, unknown>>): VisibilitySearch {
  const { visible, hidden, shown } = search;
  return {
    ...(VISIBLE_LIMITS.some((limit) => String(limit) === visible) && { visible: String(visible) }),
    ...(isRunIdList(hidden) && { hidden }),
    ...(isRunIdList(shown) && { shown }),
  };
}

function isRunIdList(value: unknown): value is string {
  return typeof value === "string" && RUN_ID_LIST.test(value);
}

export function toVisibility({ visible, hidden, shown }: VisibilitySearch): RunVisibility {
  return {
    limit: VISIBLE_LIMITS.find((limit) => String(limit) === visible) ?? DEFAULT_LIMIT,
    hidden: hidden?.split(",") ?? [],
    shown: shown?.split(",") ?? [],
  };
}

export function toVisibilitySearch({ limit, hidden, shown }: RunVisibility): VisibilitySearch {
  return {
    ...(limit !== DEFAULT_LIMIT && { visible: String(limit) }),
    ...(hidden.length > 0 && { hidden: hidden.join(",") }),
    ...(shown.length > 0 && { shown: shown.join(",") }),
  };
}

/** Whether the run at this place of the list, counted from 0, is drawn. */
export function isVisible(visibility: RunVisibility, runId: string, index: number): boolean {
  if (visibility.hidden.includes(runId)) return false;
  return index < visibility.limit || visibility.shown.includes(runId);
}

/**
 * Closes or opens the eye of the run at this place of the list. Among the runs of a group a place
 * in the list is not known; then it is said that the run stays as it is told, wherever it stands.
 */
export function toggleVisible(
  visibility: RunVisibility,
  runId: string,
  index: number | undefined,
  isDrawn = index !== undefined && isVisible(visibility, runId, index),
): RunVisibility {
  const hidden = visibility.hidden.filter((id) => id !== runId);
  const shown = visibility.shown.filter((id) => id !== runId);
  const isFirst = index === undefined || index < visibility.limit;
  const isFar = index === undefined || index >= visibility.limit;
  if (isDrawn) return { ...visibility, shown, hidden: isFirst ? [...hidden, runId] : hidden };
  return { ...visibility, hidden, shown: isFar ? [...shown, runId] : shown };
}
