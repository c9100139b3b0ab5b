import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { ViewType } from "./experiments.ts";
import { bool, int32, optional, protoEnum, repeated, text } from "./wire.ts";

// Endpoints of our own, for pages that show tables of runs. None of them exists in MLflow, so they
// stand below a prefix that it does not use.

/** Which runs: the same fields, with the same meaning, as in a search for runs. */
const found = {
  experiment_ids: repeated(text()),
  filter: optional(text()),
  run_view_type: optional(ViewType),
};

/** Which of a metric's values an order looks at. */
const MetricValue = protoEnum({ LAST: 0, MIN: 1, MAX: 2 });

/** A metric's value; NaN is a text and infinities are the largest doubles. */
const Value = z.union([z.number(), z.literal("NaN")]);

/** A run as a row. Its lists of values have an entry for each key that was asked for, in that order. */
export const RunTableRow = z.object({
  run_id: z.string(),
  run_name: z.string(),
  experiment_id: z.string(),
  status: z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]),
  lifecycle_stage: z.string(),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  user: z.string().optional(),
  source: z.string().optional(),
  datasets: z.array(z.object({ name: z.string(), digest: z.string() })).optional(),
  models: z.array(z.object({ model_id: z.string(), name: z.string() })).optional(),
  /** While it runs: when its latest metric was logged, and the usual time from one to the next. */
  last_metric_time: z.number().optional(),
  metric_interval_ms: z.number().optional(),
  /** With `nested`: how many parents stand above it, and how many runs right below it. */
  depth: z.number().optional(),
  child_count: z.number().optional(),
  metrics: z.array(Value.nullable()),
  /** The smallest and the largest finite value. */
  metric_ranges: z.array(z.object({ min: z.number(), max: z.number() }).nullable()),
  params: z.array(z.string().nullable()),
  tags: z.array(z.string().nullable()),
});
export type RunTableRow = z.input<typeof RunTableRow>;

const KeyOfRuns = z.object({
  key: z.string(),
  /** How many of the runs looked at have it. */
  run_count: z.number(),
  /** Whether two of them have different values. */
  differs: z.boolean(),
  /** The value that they have in common; of params, tags and attributes. */
  value: z.string().optional(),
});
export type KeyOfRuns = z.input<typeof KeyOfRuns>;

const GroupBy = protoEnum({ PARAM: 0, TAG: 1, DATASET: 2, STATUS: 3 });

export const RunGroup = z.object({
  /** Left out for the runs that have no such param, tag or dataset. */
  value: z.string().optional(),
  run_count: z.number(),
  /** For each metric asked for, over the runs that have a finite value of it. */
  metrics: z.array(
    z
      .object({
        run_count: z.number(),
        mean: z.number(),
        /** Of the runs as a sample; 0 for a single one. */
        standard_deviation: z.number(),
        min: z.number(),
        max: z.number(),
      })
      .nullable(),
  ),
});
export type RunGroup = z.input<typeof RunGroup>;

export const runTable = {
  getRunWindow: endpoint({
    methods: ["POST"],
    path: "/mlflow-ts/runs/window",
    since: 2,
    permission: "read",
    summary:
      "A stretch of the runs that a filter finds, with the chosen values only, and how many.",
    request: z.object({
      ...found,
      /** As in a search for runs; also `duration`, `dataset` and `model`. */
      order_by: repeated(text()),
      order_metric_value: optional(MetricValue),
      /** Puts runs below their parents, where these are found too. */
      nested: optional(bool()),
      /** With `nested`: the runs whose children are left out. */
      collapsed: repeated(text()),
      offset: optional(int32()),
      limit: optional(int32()),
      metric_keys: repeated(text()),
      metric_range_keys: repeated(text()),
      param_keys: repeated(text()),
      tag_keys: repeated(text()),
    }),
    response: z.object({
      /** All runs that the filter finds, and the rows that they make: fewer when some collapse. */
      run_count: z.number(),
      row_count: z.number(),
      /** Whether some of the runs stand below another. */
      has_nested: z.boolean().optional(),
      rows: z.array(RunTableRow),
    }),
  }),
  getRunKeys: endpoint({
    methods: ["POST"],
    path: "/mlflow-ts/runs/keys",
    since: 2,
    permission: "read",
    summary:
      "The metrics, params and tags of the runs that a filter finds, and which of them differ.",
    request: z.object({
      ...found,
      /** Of more runs than these, the newest and an even choice of the others are looked at. */
      max_runs: optional(int32()),
    }),
    response: z.object({
      run_count: z.number(),
      /** How many runs were looked at. */
      sampled_count: z.number(),
      /** `user`, `source`, `dataset` and `model`, as far as runs have them. */
      attributes: z.array(KeyOfRuns),
      metrics: z.array(KeyOfRuns),
      params: z.array(KeyOfRuns),
      tags: z.array(KeyOfRuns),
    }),
  }),
  groupRuns: endpoint({
    methods: ["POST"],
    path: "/mlflow-ts/runs/groups",
    since: 2,
    permission: "read",
    summary: "The runs that a filter finds, grouped, with the mean and spread of metrics.",
    request: z.object({
      ...found,
      by: optional(GroupBy),
      /** The param or tag. */
      key: optional(text()),
      metric_keys: repeated(text()),
      /** Only groups whose value holds this text, in whatever case; for completing a filter. */
      contains: optional(text()),
    }),
    response: z.object({
      /** Most runs first, then by value. */
      groups: z.array(RunGroup),
      /** All there are; at most 1,000 are answered. */
      group_count: z.number(),
    }),
  }),
  getMetricExtremes: endpoint({
    methods: ["POST"],
    path: "/mlflow-ts/runs/extremes",
    since: 2,
    permission: "read",
    summary: "The smallest and largest latest value of metrics among the runs that a filter finds.",
    request: z.object({ ...found, metric_keys: repeated(text()) }),
    response: z.object({
      /** For each metric asked for, of finite values. */
      metrics: z.array(z.object({ min: z.number(), max: z.number() }).nullable()),
    }),
  }),
  getExperimentActivity: endpoint({
    methods: ["GET"],
    path: "/mlflow-ts/experiments/activity",
    since: 2,
    permission: "read",
    summary: "For each experiment its active runs, those that run now, and when it last changed.",
    request: z.object({}),
    response: z.object({
      experiments: z.array(
        z.object({
          experiment_id: z.string(),
          run_count: z.number(),
          running_count: z.number(),
          last_activity_time: z.number(),
        }),
      ),
    }),
  }),
};
