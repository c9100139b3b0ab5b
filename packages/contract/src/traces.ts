import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { double, int32, int64, optional, protoEnum, repeated, text } from "./wire.ts";

const MetricViewType = protoEnum({ TRACES: 1, SPANS: 2, ASSESSMENTS: 3 });
const AggregationType = protoEnum({ COUNT: 1, SUM: 2, AVG: 3, PERCENTILE: 4, MIN: 5, MAX: 6 });
const TraceLocationType = protoEnum({
  TRACE_LOCATION_TYPE_UNSPECIFIED: 0,
  MLFLOW_EXPERIMENT: 1,
  INFERENCE_TABLE: 2,
});

const TraceLocation = z.object({
  type: optional(TraceLocationType),
  mlflow_experiment: optional(z.object({ experiment_id: optional(text()) })),
  inference_table: optional(z.object({ full_table_name: optional(text()) })),
});

const page = {
  filter: optional(text()),
  max_results: optional(int32()),
  order_by: repeated(text()),
  page_token: optional(text()),
};

/** Traces are not kept yet, so pages of them are empty and say nothing of what a trace holds. */
const NoTraces = z.object({
  traces: z.array(z.never()).optional(),
  next_page_token: z.string().optional(),
});

/** The reads that pages make in passing; the rest of the traces' API comes later. */
export const traces = {
  searchTraces: endpoint({
    methods: ["GET"],
    path: "/mlflow/traces",
    since: 2,
    permission: "read",
    summary: "Traces of some experiments, for older clients; none until traces can be logged.",
    request: z.object({ experiment_ids: repeated(text()), ...page }),
    response: NoTraces,
  }),
  searchTracesV3: endpoint({
    methods: ["POST"],
    path: "/mlflow/traces/search",
    since: 3,
    permission: "read",
    summary: "Traces that a filter finds; none until traces can be logged.",
    request: z.object({ locations: repeated(TraceLocation), ...page }),
    response: NoTraces,
  }),
  queryTraceMetrics: endpoint({
    methods: ["POST"],
    path: "/mlflow/traces/metrics",
    since: 3,
    permission: "read",
    summary: "Figures about traces over time; none until traces can be logged.",
    request: z.object({
      experiment_ids: repeated(text()),
      view_type: optional(MetricViewType),
      metric_name: optional(text()),
      aggregations: repeated(
        z.object({
          aggregation_type: optional(AggregationType),
          percentile_value: optional(double()),
        }),
      ),
      dimensions: repeated(text()),
      filters: repeated(text()),
      time_interval_seconds: optional(int64()),
      start_time_ms: optional(int64()),
      end_time_ms: optional(int64()),
      max_results: optional(int32()),
      page_token: optional(text()),
    }),
    response: z.object({
      data_points: z.array(z.never()).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
};
