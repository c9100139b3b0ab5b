import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { DatasetInput, ModelInput, ModelOutput, UsedDataset } from "./inputs.ts";
import { KeyValue, ViewType } from "./experiments.ts";
import { Metric, MetricInputs } from "./metrics.ts";
import { int32, int64, optional, protoEnum, repeated, requiredText, text } from "./wire.ts";

export const RunStatus = protoEnum({
  RUNNING: 1,
  SCHEDULED: 2,
  FINISHED: 3,
  FAILED: 4,
  KILLED: 5,
});
export type RunStatus = z.output<typeof RunStatus>;

export const RunInfo = z.object({
  run_id: z.string(),
  run_uuid: z.string(),
  run_name: z.string().optional(),
  experiment_id: z.string(),
  user_id: z.string().optional(),
  status: z.enum(["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"]),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  artifact_uri: z.string().optional(),
  lifecycle_stage: z.string(),
});
export type RunInfo = z.infer<typeof RunInfo>;

const Pair = z.object({ key: z.string(), value: z.string() });

export const RunData = z.object({
  metrics: z.array(Metric).optional(),
  params: z.array(Pair).optional(),
  tags: z.array(Pair).optional(),
});
export type RunData = z.infer<typeof RunData>;

export const Run = z.object({
  info: RunInfo,
  data: RunData,
  inputs: z
    .object({
      dataset_inputs: z.array(UsedDataset).optional(),
      model_inputs: z.array(ModelInput).optional(),
    })
    .optional(),
  outputs: z.object({ model_outputs: z.array(ModelOutput).optional() }).optional(),
});
export type Run = z.infer<typeof Run>;

const Empty = z.object({});
const runId = { run_id: requiredText(), run_uuid: optional(text()) };
const runAliases = { run_uuid: "run_id" } as const;

export const runs = {
  createRun: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/create",
    since: 2,
    permission: "write",
    summary: "Starts a run in an active experiment; a name is made when none is given.",
    request: z.object({
      experiment_id: requiredText(),
      user_id: optional(text()),
      run_name: optional(text()),
      start_time: optional(int64()),
      tags: repeated(KeyValue),
    }),
    response: z.object({ run: Run }),
  }),
  getRun: endpoint({
    methods: ["GET"],
    path: "/mlflow/runs/get",
    since: 2,
    permission: "read",
    summary: "A run with its params, tags, inputs, outputs and the latest value of each metric.",
    request: z.object(runId),
    response: z.object({ run: Run }),
    aliases: runAliases,
  }),
  updateRun: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/update",
    since: 2,
    permission: "write",
    summary: "Changes the status, end time or name of an active run.",
    request: z.object({
      ...runId,
      status: optional(RunStatus),
      end_time: optional(int64()),
      run_name: optional(text()),
    }),
    response: z.object({ run_info: RunInfo }),
    aliases: runAliases,
  }),
  deleteRun: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/delete",
    since: 2,
    permission: "delete",
    summary: "Marks a run as deleted; restore undoes it.",
    request: z.object(runId),
    response: Empty,
    aliases: runAliases,
  }),
  restoreRun: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/restore",
    since: 2,
    permission: "write",
    summary: "Brings a deleted run back.",
    request: z.object(runId),
    response: Empty,
    aliases: runAliases,
  }),
  searchRuns: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/search",
    since: 2,
    permission: "read",
    summary: "Runs of some experiments that a filter finds, ordered and paged.",
    request: z.object({
      experiment_ids: repeated(text()),
      filter: optional(text()),
      run_view_type: optional(ViewType),
      max_results: optional(int32()),
      order_by: repeated(text()),
      page_token: optional(text()),
    }),
    response: z.object({
      runs: z.array(Run).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
  setTag: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/set-tag",
    since: 2,
    permission: "write",
    summary: "Sets a tag of an active run, replacing its value.",
    request: z.object({ ...runId, key: requiredText(), value: optional(text()) }),
    response: Empty,
    aliases: runAliases,
  }),
  deleteTag: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/delete-tag",
    since: 2,
    permission: "write",
    summary: "Removes a tag of an active run.",
    request: z.object({ ...runId, key: requiredText() }),
    response: Empty,
    aliases: runAliases,
  }),
  logParam: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/log-parameter",
    since: 2,
    permission: "write",
    summary: "Sets a param of an active run once; the same value again is accepted.",
    request: z.object({ ...runId, key: requiredText(), value: optional(text()) }),
    response: Empty,
    aliases: runAliases,
  }),
  logBatch: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/log-batch",
    since: 2,
    permission: "write",
    summary: "Adds up to 1,000 metrics, params and tags to an active run: all of them or none.",
    request: z.object({
      ...runId,
      metrics: MetricInputs,
      params: repeated(KeyValue),
      tags: repeated(KeyValue),
    }),
    response: Empty,
    aliases: runAliases,
  }),
  logModel: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/log-model",
    since: 2,
    permission: "write",
    summary: "Records a model that an older client stored among a run's artifacts.",
    request: z.object({ run_id: requiredText(), model_json: requiredText() }),
    response: Empty,
  }),
  logInputs: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/log-inputs",
    since: 2,
    permission: "write",
    summary: "Links datasets and models that a run used.",
    request: z.object({
      run_id: requiredText(),
      datasets: repeated(DatasetInput),
      models: repeated(ModelInput),
    }),
    response: Empty,
  }),
  logOutputs: endpoint({
    methods: ["POST"],
    path: "/mlflow/runs/outputs",
    since: 2,
    permission: "write",
    summary: "Links models that a run made, each with the step it was made at.",
    request: z.object({ run_id: requiredText(), models: z.array(ModelOutput) }),
    response: Empty,
  }),
};
