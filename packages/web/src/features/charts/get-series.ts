import type { MetricSeries } from "@mlflow-ts/contract";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import type { ChartSettings } from "./chart-search.ts";

/** What a chart asks for; the query's key holds it whole. */
export interface SeriesRequest {
  readonly runIds: readonly string[];
  readonly keys: readonly string[];
  readonly settings: Pick<ChartSettings, "x" | "smoothing" | "zoom">;
  readonly buckets: number;
}

const AXES = { step: "STEP", time: "TIME", relative: "RELATIVE_TIME", metric: "METRIC" } as const;

/** Metrics at the width of a chart. */
export const getSeries = (request: SeriesRequest) =>
  queryOptions({
    queryKey: ["series", request],
    queryFn: async ({ signal }) => askForSeries(request, signal),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    structuralSharing: false,
  });

export async function askForSeries(
  { runIds, keys, settings: { x, smoothing, zoom }, buckets }: SeriesRequest,
  signal?: AbortSignal,
): Promise<MetricSeries[]> {
  const answer = await client.getMetricSeries(
    {
      run_ids: [...runIds],
      metric_keys: [...keys],
      x_axis: AXES[x.kind],
      x_metric_key: x.kind === "metric" ? x.key : undefined,
      smoothing: smoothing || undefined,
      start: zoom?.min,
      end: zoom?.max,
      buckets,
    },
    signal && { signal },
  );
  // A step past 2^53 was parsed as a bigint, which is none of a chart's numbers.
  return answer.series.map((series) => ({ ...series, x: series.x.map(Number) }));
}
