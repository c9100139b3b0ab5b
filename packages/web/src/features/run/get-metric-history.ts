import type { Metric } from "@mlflow-ts/contract";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";

const PAGE_SIZE = 25_000;
/** More than a chart can show and a browser should hold for each metric. */
export const MAX_POINTS = 100_000;

export interface MetricHistory {
  readonly points: readonly Metric[];
  /** There are more points than were read. */
  readonly isCut: boolean;
}

/**
 * All points of a metric. Its latest point is part of the key: when the run reports another one,
 * the history is read again, and a finished run's never is.
 */
export const getMetricHistory = (runId: string, latest: Metric) =>
  queryOptions({
    queryKey: ["history", runId, latest.key, String(latest.step), String(latest.timestamp)],
    queryFn: async ({ signal }): Promise<MetricHistory> => {
      const points: Metric[] = [];
      let pageToken: string | undefined;
      do {
        const page = await client.getMetricHistory(
          {
            run_id: runId,
            metric_key: latest.key,
            max_results: PAGE_SIZE,
            page_token: pageToken,
          },
          { signal },
        );
        for (const point of page.metrics ?? []) points.push(point);
        pageToken = page.next_page_token || undefined;
      } while (pageToken !== undefined && points.length < MAX_POINTS);
      return { points, isCut: pageToken !== undefined };
    },
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    structuralSharing: false,
  });
