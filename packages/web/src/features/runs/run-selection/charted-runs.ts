import type { Run, RunData, RunStatus } from "@mlflow-ts/contract";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { client } from "../../../api/client.ts";
import { pollEvery } from "../../../api/query-client.ts";
import { useNow } from "../../../components/use-now.ts";
import { toRunsQuery } from "../rows/runs-query.ts";
import { runWindow } from "../rows/run-window.ts";
import type { RunsSearch } from "../runs-search.ts";
import { runColors } from "./run-colors.ts";
import { isVisible, MOST_VISIBLE, toVisibility } from "./run-visibility.ts";

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
  /** The names of the datasets that it used. */
  readonly datasets: readonly string[];
}

export function datasetNames(inputs: Run["inputs"]): string[] {
  return (inputs?.dataset_inputs ?? []).flatMap(({ dataset }) => dataset?.name ?? []);
}

const POLL_MS = 4000;

/** Params, tags and last metrics of some runs, by their ids. */
const loadRunData = (experimentId: string, runIds: readonly string[]) =>
  queryOptions({
    queryKey: ["charted-runs", experimentId, runIds],
    queryFn: ({ signal }) =>
      client.searchRuns(
        {
          experiment_ids: [experimentId],
          filter: `attributes.run_id IN (${runIds.map((id) => `'${id}'`).join(", ")})`,
          run_view_type: "ALL",
          max_results: runIds.length,
        },
        { signal },
      ),
    enabled: runIds.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(POLL_MS),
  });

/** The ids of the runs whose eye is open: those of the table's first rows, then those opened far down. */
function useChartedIds(experimentId: string, search: RunsSearch): readonly string[] {
  const visibility = useMemo(() => {
    const asked = toVisibility(search);
    // A group's mean is of as many of its runs as can be drawn.
    return search.groupBy === undefined ? asked : { ...asked, limit: MOST_VISIBLE };
  }, [search]);
  const nowMs = useNow(60_000);
  const query = useMemo(() => {
    // A group has no row of its own among the runs.
    const { groupBy: _groupBy, ...ungrouped } = search;
    return toRunsQuery(experimentId, ungrouped, nowMs);
  }, [experimentId, search, nowMs]);
  const first = useQuery({
    ...runWindow(query.request, 0),
    enabled: query.fault === undefined,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    const seen = (first.data?.rows ?? [])
      .map(({ run_id: id }) => id)
      .filter((id, index) => isVisible(visibility, id, index));
    return [...new Set([...seen, ...visibility.shown])];
  }, [first.data, visibility]);
}

/** The runs whose eye is open, in the order of the table, each with its colour. */
export function useChartedRuns(experimentId: string, search: RunsSearch): readonly ChartedRun[] {
  const runIds = useChartedIds(experimentId, search);
  const query = useQuery(loadRunData(experimentId, runIds));
  return useMemo(() => {
    const found = new Map(query.data?.runs?.map((run) => [run.info.run_id, run]));
    const runs = runIds.flatMap((id) => found.get(id) ?? []);
    const colors = runColors.assign(runIds);
    return runs.map(({ info, data, inputs }) => ({
      runId: info.run_id,
      experimentId: info.experiment_id,
      name: info.run_name || info.run_id,
      status: info.status,
      startMs: info.start_time,
      color: colors.get(info.run_id) ?? "currentColor",
      data,
      datasets: datasetNames(inputs),
    }));
  }, [query.data, runIds]);
}

/** The colours of the runs that are drawn in charts, by their ids. */
export function useChartColors(
  experimentId: string,
  search: RunsSearch,
): ReadonlyMap<string, string> {
  const runIds = useChartedIds(experimentId, search);
  return useMemo(() => runColors.assign(runIds), [runIds]);
}
