import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { Metric } from "./metrics.ts";
import { double, int32, optional, protoEnum, repeated, text } from "./wire.ts";

/** What a chart's horizontal axis shows. */
const XAxis = protoEnum({ STEP: 0, TIME: 1, RELATIVE_TIME: 2, METRIC: 3 });

const Point = Metric.pick({ value: true, timestamp: true, step: true });

/**
 * One metric of one run as columns. Positions and values are doubles; a step past 2^53 is rounded.
 */
export const MetricSeries = z.object({
  run_id: z.string(),
  metric_key: z.string(),
  /** All points that were logged, and those of them within the range that was asked for. */
  count: z.number(),
  count_in_range: z.number(),
  /** Whether `x` and `y` leave points out. */
  is_sampled: z.boolean(),
  x: z.array(z.number()),
  /** `null` is NaN; infinities are the largest doubles, as everywhere in this API. */
  y: z.array(z.number().nullable()),
  /** The smoothed value at each point, when smoothing was asked for. */
  smooth: z.array(z.number().nullable()).optional(),
  /** The step of each point; left out where `x` is that. */
  step: z.array(z.number()).optional(),
  /** By step, over all points; the smallest and largest among finite values. */
  first: Point.optional(),
  last: Point.optional(),
  min: Point.optional(),
  max: Point.optional(),
  /** Where NaN or infinity began, and how many such points there are. */
  first_broken: Point.optional(),
  broken_count: z.number(),
});
export type MetricSeries = z.input<typeof MetricSeries>;

export const metricSeries = {
  getMetricSeries: endpoint({
    methods: ["POST"],
    path: "/mlflow-ts/metrics/series",
    since: 2,
    permission: "read",
    summary:
      "Metrics of many runs at the width of a chart: every point when there are few, else the " +
      "first, last, smallest and largest of each bucket.",
    request: z.object({
      run_ids: repeated(text()),
      metric_keys: repeated(text()),
      x_axis: optional(XAxis),
      /** The metric whose values at the same steps are the positions, with x_axis METRIC. */
      x_metric_key: optional(text()),
      /** Positions between which points are wanted; one more on either side is answered. */
      start: optional(double()),
      end: optional(double()),
      /** From 0 to below 1: how much of each smoothed value is the one before. */
      smoothing: optional(double()),
      /** How many buckets the range is divided into, such as the chart's width in pixels. */
      buckets: optional(int32()),
    }),
    response: z.object({
      /** By run, then metric, in the order asked; metrics that a run lacks are left out. */
      series: z.array(MetricSeries),
    }),
  }),
};
