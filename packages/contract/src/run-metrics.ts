import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { Metric } from "./metrics.ts";
import { requiredText } from "./wire.ts";

const Point = Metric.pick({ value: true, timestamp: true, step: true });

/** What all points of one metric of a run tell, exactly. */
export const MetricSummary = z.object({
  key: z.string(),
  count: z.number(),
  /** The smallest and the largest finite value, each where it came first. */
  min: Point.optional(),
  max: Point.optional(),
  /** Where NaN or infinity began, and how many such points there are. */
  first_broken: Point.optional(),
  broken_count: z.number(),
});
export type MetricSummary = z.input<typeof MetricSummary>;

export const runMetrics = {
  getRunMetrics: endpoint({
    methods: ["GET"],
    path: "/mlflow-ts/runs/metrics",
    since: 2,
    permission: "read",
    summary:
      "For each metric of a run its smallest and largest value and where NaN or infinity began; " +
      "and when the run was last heard of.",
    request: z.object({ run_id: requiredText() }),
    response: z.object({
      /** By key. */
      metrics: z.array(MetricSummary),
      /** When the latest metric was logged, and the usual time from one to the next. */
      last_metric_time: z.number().optional(),
      metric_interval_ms: z.number().optional(),
    }),
  }),
};
