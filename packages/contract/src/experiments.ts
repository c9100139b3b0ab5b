import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { int64, optional, protoEnum, repeated, requiredText, text } from "./wire.ts";

export const ViewType = protoEnum({ ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 });

export const KeyValue = z.object({ key: requiredText(), value: optional(text()) });

export const ExperimentTag = z.object({ key: z.string(), value: z.string() });

export const Experiment = z.object({
  experiment_id: z.string(),
  name: z.string(),
  artifact_location: z.string().optional(),
  lifecycle_stage: z.string(),
  last_update_time: z.number().optional(),
  creation_time: z.number().optional(),
  tags: z.array(ExperimentTag).optional(),
  effective_trace_archival_retention: z.string().optional(),
  workspace: z.string().optional(),
});
export type Experiment = z.infer<typeof Experiment>;

const Empty = z.object({});
const byId = z.object({ experiment_id: requiredText() });

export const experiments = {
  createExperiment: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/create",
    since: 2,
    permission: "write",
    summary: "Creates an experiment; its name must be free.",
    request: z.object({
      name: requiredText(),
      artifact_location: optional(text()),
      tags: repeated(KeyValue),
    }),
    response: z.object({ experiment_id: z.string() }),
  }),
  getExperiment: endpoint({
    methods: ["GET"],
    path: "/mlflow/experiments/get",
    since: 2,
    permission: "read",
    summary: "An experiment by its id, deleted or not.",
    request: byId,
    response: z.object({ experiment: Experiment }),
  }),
  getExperimentByName: endpoint({
    methods: ["GET"],
    path: "/mlflow/experiments/get-by-name",
    since: 2,
    permission: "read",
    summary: "An experiment by its name; an active one is preferred.",
    request: z.object({ experiment_name: requiredText() }),
    response: z.object({ experiment: Experiment }),
  }),
  searchExperiments: endpoint({
    methods: ["POST", "GET"],
    path: "/mlflow/experiments/search",
    since: 2,
    permission: "read",
    summary: "Experiments that a filter finds, ordered and paged.",
    request: z.object({
      max_results: optional(int64()),
      page_token: optional(text()),
      filter: optional(text()),
      order_by: repeated(text()),
      view_type: optional(ViewType),
    }),
    response: z.object({
      experiments: z.array(Experiment).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
  updateExperiment: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/update",
    since: 2,
    permission: "write",
    summary: "Renames an active experiment.",
    request: z.object({ experiment_id: requiredText(), new_name: requiredText() }),
    response: Empty,
  }),
  deleteExperiment: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/delete",
    since: 2,
    permission: "delete",
    summary: "Marks an experiment and its runs as deleted; restore undoes it.",
    request: byId,
    response: Empty,
  }),
  restoreExperiment: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/restore",
    since: 2,
    permission: "write",
    summary: "Brings a deleted experiment and its runs back.",
    request: byId,
    response: Empty,
  }),
  setExperimentTag: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/set-experiment-tag",
    since: 2,
    permission: "write",
    summary: "Sets a tag of an active experiment, replacing its value.",
    request: z.object({
      experiment_id: requiredText(),
      key: requiredText(),
      value: optional(text()),
    }),
    response: Empty,
  }),
  deleteExperimentTag: endpoint({
    methods: ["POST"],
    path: "/mlflow/experiments/delete-experiment-tag",
    since: 2,
    permission: "write",
    summary: "Removes a tag of an active experiment.",
    request: z.object({ experiment_id: requiredText(), key: requiredText() }),
    response: Empty,
  }),
};
