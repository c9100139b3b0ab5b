import type { RunGroup, RunTableRow } from "@mlflow-ts/contract";

/** How many rows are asked for at once. */
export const PAGE_SIZE = 100;

/** A stretch of the table's rows that shows the runs of one filter. */
export interface Segment {
  readonly filter: string;
  /** The table's row at which it begins, and how many rows it has. */
  readonly start: number;
  readonly count: number;
  /** Of the runs of a group: its value, null for those without one. */
  readonly groupValue?: string | null;
}

/** A row of the table. A run that is on its way has no `run` yet. */
export type TableRow =
  | {
      readonly kind: "run";
      readonly run: RunTableRow | undefined;
      readonly index: number;
      readonly groupValue: string | null | undefined;
    }
  | { readonly kind: "group"; readonly group: RunGroup; readonly isOpen: boolean };

/** The table's rows from `first` to before `end`. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Groups as rows, each open one with its runs below it. */
export function layOutGroups(
  groups: readonly RunGroup[],
  isOpen: (group: RunGroup) => boolean,
  toFilter: (group: RunGroup) => string,
) {
  const heads = new Map<number, RunGroup>();
  const segments: Segment[] = [];
  let row = 0;
  for (const group of groups) {
    heads.set(row, group);
    row += 1;
    if (!isOpen(group)) continue;
    const groupValue = group.value ?? null;
    segments.push({ filter: toFilter(group), start: row, count: group.run_count, groupValue });
    row += group.run_count;
  }
  return { heads, segments, rowCount: row };
}

export interface PageRequest {
  readonly filter: string;
  readonly offset: number;
}

/** The pages of the segments that hold the rows of a range. */
export function pagesInSight(segments: readonly Segment[], range: RowRange): PageRequest[] {
  return segments.flatMap(({ filter, start, count }) => {
    const first = Math.max(0, range.first - start);
    const end = Math.min(count, range.end - start);
    const pages: PageRequest[] = [];
    for (let page = Math.floor(first / PAGE_SIZE); page * PAGE_SIZE < end; page++) {
      pages.push({ filter, offset: page * PAGE_SIZE });
    }
    return pages;
  });
}

/** Where a row of the table is found: on which page, and in which place there. */
export function locate(segments: readonly Segment[], row: number) {
  const segment = segments.findLast(({ start }) => start <= row);
  if (segment === undefined || row >= segment.start + segment.count) return undefined;
  const index = row - segment.start;
  const offset = Math.floor(index / PAGE_SIZE) * PAGE_SIZE;
  const { filter, groupValue } = segment;
  return { filter, offset, place: index - offset, index, groupValue };
}
