import type { MetricSummary } from "@mlflow-ts/contract";
import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

const POLL_MS = 5000;

/** What all points of a run's metrics tell, by metric, and when the run was last heard of. */
export interface RunMetrics {
  readonly byKey: ReadonlyMap<string, MetricSummary>;
  readonly last_metric_time?: number | undefined;
  readonly metric_interval_ms?: number | undefined;
}

export const getRunMetrics = (runId: string) =>
  queryOptions({
    queryKey: ["run-metrics", runId],
    queryFn: ({ signal }) => client.getRunMetrics({ run_id: runId }, { signal }),
    select: ({ metrics, ...signal }): RunMetrics => ({
      ...signal,
      byKey: new Map(metrics.map((metric) => [metric.key, metric])),
    }),
    refetchInterval: pollEvery(POLL_MS),
  });
