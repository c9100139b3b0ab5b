import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import {
  double,
  int32,
  int64,
  isStorableText,
  optional,
  repeated,
  requiredText,
  text,
} from "./wire.ts";

/** A point as it is answered. NaN is the text "NaN". */
export const Metric = z.object({
  key: z.string(),
  value: z.union([z.number(), z.literal("NaN")]),
  timestamp: z.union([z.number(), z.bigint()]),
  step: z.union([z.number(), z.bigint()]),
  dataset_name: z.string().optional(),
  dataset_digest: z.string().optional(),
  model_id: z.string().optional(),
  run_id: z.string().optional(),
});
export type Metric = z.infer<typeof Metric>;

/** A point as it is sent. */
export const MetricInput = z.object({
  key: requiredText(),
  value: double(),
  timestamp: int64(),
  step: optional(int64()),
  model_id: optional(text()),
  dataset_name: optional(text()),
  dataset_digest: optional(text()),
  run_id: optional(text()),
});
export type MetricInput = z.output<typeof MetricInput>;

const isTextOrUnset = (value: unknown) =>
  value === undefined || (typeof value === "string" && isStorableText(value));

/** Whether a point is one that `MetricInput` would leave as it is. */
function isPlainMetric(value: unknown): value is MetricInput {
  if (typeof value !== "object" || value === null) return false;
  const point: Partial<Record<keyof MetricInput, unknown>> = value;
  return (
    typeof point.key === "string" &&
    point.key !== "" &&
    isStorableText(point.key) &&
    Number.isFinite(point.value) &&
    Number.isSafeInteger(point.timestamp) &&
    (point.step === undefined || Number.isSafeInteger(point.step)) &&
    isTextOrUnset(point.model_id) &&
    isTextOrUnset(point.dataset_name) &&
    isTextOrUnset(point.dataset_digest) &&
    isTextOrUnset(point.run_id)
  );
}

const AnyMetrics = repeated(MetricInput);

/**
 * The points of a batch. Those that come as plain JSON, which is nearly always all, pass as they
 * are: the schema costs 2 microseconds a point, a quarter of what storing it does.
 */
export const MetricInputs = z
  .custom<z.input<typeof AnyMetrics>>()
  // A batch of params alone has no such field at all.
  .optional()
  .transform((value: unknown, context): MetricInput[] => {
    if (Array.isArray(value) && value.every(isPlainMetric)) return value;
    const parsed = AnyMetrics.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const { code, message, path } of parsed.error.issues) {
      const told = code === "invalid_type" ? "Expected a value of another type." : message;
      context.issues.push({ code: "custom", input: value, message: told, path });
    }
    return z.NEVER;
  })
  .meta({ type: "array", items: { $ref: "#/components/schemas/Metric" } });

const MetricWithRunId = Metric.pick({ key: true, value: true, timestamp: true, step: true }).extend(
  {
    run_id: z.string(),
  },
);

const runId = { run_id: requiredText(), run_uuid: optional(text()) };
const runAliases = { run_uuid: "run_id" } as const;

export const metrics = {
  logMetric: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/log-metric",
    since: 2,
    permission: "write",
    summary: "Adds one point to a metric of an active run.",
    request: z.object({
      ...runId,
      key: requiredText(),
      value: double(),
      timestamp: int64(),
      step: optional(int64()),
      model_id: optional(text()),
      dataset_name: optional(text()),
      dataset_digest: optional(text()),
    }),
    response: z.object({}),
    aliases: runAliases,
  }),
  getMetricHistory: endpoint({
    methods: ["GET"],
    path: "/mlflow/metrics/get-history",
    since: 2,
    permission: "read",
    summary: "Every point of one metric of one run, paged when max_results is given.",
    request: z.object({
      ...runId,
      metric_key: requiredText(),
      page_token: optional(text()),
      max_results: optional(int32()),
    }),
    response: z.object({
      metrics: z.array(Metric).optional(),
      next_page_token: z.string().optional(),
    }),
    aliases: runAliases,
  }),
  getMetricHistoryBulk: endpoint({
    methods: ["GET"],
    path: "/mlflow/metrics/get-history-bulk",
    since: 2,
    permission: "read",
    summary: "One metric of up to 100 runs, at most 25,000 points.",
    request: z.object({
      run_id: repeated(text()),
      metric_key: optional(text()),
      max_results: optional(int32()),
    }),
    response: z.object({ metrics: z.array(MetricWithRunId) }),
  }),
  getMetricHistoryBulkInterval: endpoint({
    methods: ["GET"],
    path: "/mlflow/metrics/get-history-bulk-interval",
    since: 2,
    permission: "read",
    summary: "A sample of one metric of up to 100 runs between two steps, evenly spaced by step.",
    request: z.object({
      run_ids: repeated(text()),
      metric_key: requiredText(),
      start_step: optional(int32()),
      end_step: optional(int32()),
      max_results: optional(int32()),
    }),
    response: z.object({ metrics: z.array(MetricWithRunId).optional() }),
  }),
};
