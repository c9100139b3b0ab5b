import type { RunTableRow } from "@mlflow-ts/contract";
import { keepPreviousData, useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { client } from "../../../api/client.ts";
import { pollEvery } from "../../../api/query-client.ts";
import { joinFilters } from "../filter/read-filter.ts";
import { filterOfGroup, type GroupBy } from "../groups/group-by.ts";
import { CellReader } from "./cell-reader.ts";
import type { RunsQuery } from "./runs-query.ts";
import { type RunsRequest, runWindow } from "./run-window.ts";
import {
  layOutGroups,
  locate,
  pagesInSight,
  type RowRange,
  type Segment,
  type TableRow,
} from "./table-rows.ts";

/** What the table shows: how many rows there are, and those that are at hand. */
export interface TableRows {
  readonly rowCount: number;
  /** All runs that the filter finds. */
  readonly runCount: number;
  readonly hasNested: boolean;
  readonly cells: CellReader;
  /** The metrics whose spread groups have, in order. */
  readonly metricKeys: readonly string[];
  /** The values of groups, the largest group first; undefined without groups. */
  readonly groupValues: readonly (string | null)[] | undefined;
  /** The runs at hand, in order. */
  readonly runs: readonly RunTableRow[];
  rowAt(index: number): TableRow;
}

type Page = Awaited<ReturnType<NonNullable<ReturnType<typeof runWindow>["queryFn"]>>>;

/** Plain data, so that it stays the same object while no page changes. */
function combinePages(results: UseQueryResult<Page>[]): { pages: Page[]; error: Error | null } {
  const pages = results.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const failed = results.find(({ error }) => error !== null);
  return { pages, error: failed?.error ?? null };
}

const POLL_MS = 5000;
/** As many as the server answers for groups. */
const MAX_SPREADS = 100;

interface Grouping {
  readonly groupBy: GroupBy;
  readonly openValues: readonly (string | null)[];
}

function useGroups(request: RunsRequest, grouping: Grouping | undefined, isReady: boolean) {
  const { experiment_ids, filter, run_view_type, metric_keys: metricKeys } = request;
  const asked = {
    experiment_ids,
    filter,
    run_view_type,
    by: grouping?.groupBy.by,
    key: grouping?.groupBy.key,
    metric_keys: metricKeys.slice(0, MAX_SPREADS),
  };
  return useQuery({
    queryKey: ["runs", experiment_ids[0], "groups", asked],
    queryFn: async ({ signal }) => ({
      ...(await client.groupRuns(asked, { signal })),
      metricKeys: asked.metric_keys,
    }),
    enabled: isReady && grouping !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(POLL_MS),
  });
}

/** Which runs are asked for in which order, whichever of their values. */
function questionOf(request: RunsRequest): unknown {
  const { metric_keys: _m, metric_range_keys: _r, param_keys: _p, tag_keys: _t, ...rest } = request;
  return rest;
}

/**
 * The rows of the table: the runs found, or their groups with the runs of those that are open. Only
 * the pages in sight are asked for. While another question is on its way, or can't be asked for a
 * fault in the filter, the last rows stay.
 */
export function useTableRows(
  query: RunsQuery,
  grouping: Grouping | undefined,
  range: RowRange,
  isReady: boolean,
) {
  const { request, filters } = query;
  const groups = useGroups(request, grouping, isReady);
  const [flatCount, setFlatCount] = useState(1);
  const groupLayout = useMemo(() => {
    if (grouping === undefined || groups.data === undefined) return undefined;
    return layOutGroups(
      groups.data.groups,
      ({ value }) => grouping.openValues.includes(value ?? null),
      (group) => joinFilters([...filters, filterOfGroup(grouping.groupBy, group)]),
    );
  }, [grouping, groups.data, filters]);
  const segments: readonly Segment[] = useMemo(() => {
    if (grouping !== undefined) return groupLayout?.segments ?? [];
    // A table without runs goes on asking, or its first run would never come.
    return [{ filter: request.filter, start: 0, count: Math.max(1, flatCount) }];
  }, [grouping, groupLayout, request.filter, flatCount]);

  const wanted = isReady ? pagesInSight(segments, range) : [];
  const { pages, error } = useQueries({
    queries: wanted.map(({ filter, offset }) => runWindow({ ...request, filter }, offset)),
    combine: combinePages,
  });
  const rowCount = pages[0]?.row_count;
  if (grouping === undefined && rowCount !== undefined && rowCount !== flatCount) {
    setFlatCount(rowCount);
  }

  const rows = useMemo((): TableRows | undefined => {
    if (grouping === undefined ? rowCount === undefined : groupLayout === undefined)
      return undefined;
    const bySource = new Map(pages.map((page) => [`${page.offset} ${page.filter}`, page.rows]));
    const { heads, rowCount: groupedCount } = groupLayout ?? { heads: undefined, rowCount: 0 };
    return {
      rowCount: grouping === undefined ? (rowCount ?? 0) : groupedCount,
      runCount:
        grouping === undefined
          ? (pages[0]?.run_count ?? 0)
          : (groups.data?.groups.reduce((sum, { run_count }) => sum + run_count, 0) ?? 0),
      hasNested: pages.some(({ has_nested }) => has_nested),
      cells: new CellReader(request),
      metricKeys: groups.data?.metricKeys ?? [],
      groupValues: grouping && groups.data?.groups.map(({ value }) => value ?? null),
      runs: pages.flatMap((page) => page.rows),
      rowAt: (index) => {
        const group = heads?.get(index);
        if (group !== undefined && grouping !== undefined) {
          const isOpen = grouping.openValues.includes(group.value ?? null);
          return { kind: "group", group, isOpen };
        }
        const place = locate(segments, index);
        const run = place && bySource.get(`${place.offset} ${place.filter}`)?.[place.place];
        return { kind: "run", run, index: place?.index ?? index, groupValue: place?.groupValue };
      },
    };
  }, [grouping, groupLayout, groups.data, pages, request, rowCount, segments]);
  const question = JSON.stringify([questionOf(request), grouping?.groupBy]);
  const [last, setLast] = useState({ rows, question });
  if (rows !== undefined && (rows !== last.rows || question !== last.question)) {
    setLast({ rows, question });
  }
  return {
    rows: rows ?? last.rows,
    // Other values of the same runs are not waited for: what is shown stays true.
    isStale: rows === undefined && question !== last.question,
    error: (error ?? groups.error) as Error | null, // a query's error is what its function threw
  };
}
