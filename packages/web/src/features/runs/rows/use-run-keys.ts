import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { pollEvery } from "../../../api/query-client.ts";
import { bestOf } from "../table/column.ts";
import type { RunsRequest } from "./run-window.ts";

type Found = Pick<RunsRequest, "experiment_ids" | "filter" | "run_view_type">;

const KEYS_POLL_MS = 10_000;

/** The metrics, params and tags that the runs found have; of more runs when `maxRuns` says so. */
export function useRunKeys(found: Found, isReady: boolean, maxRuns?: number) {
  const { experiment_ids, filter, run_view_type } = found;
  const asked = { experiment_ids, filter, run_view_type, max_runs: maxRuns };
  return useQuery({
    queryKey: ["runs", experiment_ids[0], "keys", asked],
    queryFn: ({ signal }) => client.getRunKeys(asked, { signal }),
    enabled: isReady,
    placeholderData: keepPreviousData,
    staleTime: 5000,
    refetchInterval: pollEvery(KEYS_POLL_MS),
  });
}

/** The best value of each metric among the runs found, where its name tells what is best. */
export function useBestValues(
  found: Found,
  metricKeys: readonly string[],
  isReady: boolean,
): ReadonlyMap<string, number> {
  const { experiment_ids, filter, run_view_type } = found;
  const keys = metricKeys.filter((key) => bestOf(key) !== undefined).toSorted();
  const asked = { experiment_ids, filter, run_view_type, metric_keys: keys };
  const { data } = useQuery({
    queryKey: ["runs", experiment_ids[0], "extremes", asked],
    queryFn: async ({ signal }) => {
      const { metrics } = await client.getMetricExtremes(asked, { signal });
      return keys.flatMap((key, place) => {
        const value = metrics[place]?.[bestOf(key) ?? "min"];
        return value === undefined ? [] : [[key, value] as const];
      });
    },
    select: toMap,
    enabled: isReady && keys.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery(KEYS_POLL_MS),
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, number> = new Map();
const toMap = (entries: readonly (readonly [string, number])[]) => new Map(entries);
