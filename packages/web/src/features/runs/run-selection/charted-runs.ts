import type { RunData, RunStatus } from "@mlflow-ts/contract";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { client } from "../../../api/client.ts";
import { pollEvery } from "../../../api/query-client.ts";
import { type RunsSearch, toFilter, toOrderBy } from "../runs-search.ts";
import { runColors } from "./run-colors.ts";
import { isVisible, toVisibility } from "./run-visibility.ts";

/** A run as the charts draw it, in the order of the table. */
export interface ChartedRun {
  readonly runId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970. */
  readonly startMs: number | undefined;
  readonly color: string;
  /** Its params, tags and last metrics. */
  readonly data: RunData;
}

const POLL_MS = 4000;

const listFirstRuns = (experimentId: string, search: RunsSearch, count: number) =>
  queryOptions({
    queryKey: ["charted-runs", experimentId, search.searchFilter, toOrderBy(search), count],
    queryFn: ({ signal }) =>
      client.searchRuns(
        {
          experiment_ids: [experimentId],
          filter: toFilter(search.searchFilter ?? "") || undefined,
          order_by: toOrderBy(search),
          run_view_type: search.lifecycleFilter === "Deleted" ? "DELETED_ONLY" : "ACTIVE_ONLY",
          max_results: count,
        },
        { signal },
      ),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(POLL_MS),
  });

/** The runs whose eye is open, in the order of the table, each with its colour. */
export function useChartedRuns(experimentId: string, search: RunsSearch): readonly ChartedRun[] {
  const visibility = useMemo(() => toVisibility(search), [search]);
  const query = useQuery(listFirstRuns(experimentId, search, visibility.limit));
  return useMemo(() => {
    const runs = (query.data?.runs ?? []).filter(({ info }, index) =>
      isVisible(visibility, info.run_id, index),
    );
    const colors = runColors.assign(runs.map(({ info }) => info.run_id));
    return runs.map(({ info, data }) => ({
      runId: info.run_id,
      experimentId: info.experiment_id,
      name: info.run_name || info.run_id,
      status: info.status,
      startMs: info.start_time,
      color: colors.get(info.run_id) ?? "currentColor",
      data,
    }));
  }, [query.data, visibility]);
}
