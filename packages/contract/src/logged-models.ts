import { z } from "zod";
import { FileInfo } from "./artifacts.ts";
import { endpoint } from "./endpoint.ts";
import { KeyValue } from "./experiments.ts";
import { Metric } from "./metrics.ts";
import { bool, int32, optional, protoEnum, repeated, requiredText, text } from "./wire.ts";

export const LoggedModelStatus = protoEnum({
  LOGGED_MODEL_STATUS_UNSPECIFIED: 0,
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3,
});

const Pair = z.object({ key: z.string(), value: z.string() });

export const LoggedModel = z.object({
  info: z.object({
    model_id: z.string(),
    experiment_id: z.string(),
    name: z.string(),
    creation_timestamp_ms: z.number(),
    last_updated_timestamp_ms: z.number(),
    artifact_uri: z.string(),
    status: z.string(),
    creator_id: z.number().optional(),
    model_type: z.string().optional(),
    source_run_id: z.string().optional(),
    status_message: z.string().optional(),
    tags: z.array(Pair).optional(),
    registrations: z.array(z.object({ name: z.string(), version: z.string() })).optional(),
  }),
  data: z.object({ params: z.array(Pair).optional(), metrics: z.array(Metric).optional() }),
});
export type LoggedModel = z.infer<typeof LoggedModel>;

const Empty = z.object({});
const One = z.object({ model: LoggedModel });
const byId = z.object({ model_id: requiredText() });

export const loggedModels = {
  createLoggedModel: endpoint({
    methods: ["POST"],
    path: "/mlflow/logged-models",
    since: 2,
    permission: "write",
    summary: "Creates a logged model, pending until its files are there.",
    request: z.object({
      experiment_id: requiredText(),
      name: optional(text()),
      model_type: optional(text()),
      source_run_id: optional(text()),
      params: repeated(KeyValue),
      tags: repeated(KeyValue),
    }),
    response: One,
  }),
  getLoggedModel: endpoint({
    methods: ["GET"],
    path: "/mlflow/logged-models/{model_id}",
    since: 2,
    permission: "read",
    summary: "A logged model with its params, tags and metrics.",
    // MLflow: not in its protocol, but its server reads it.
    request: byId.extend({ allow_deleted: optional(bool()) }),
    response: One,
  }),
  finalizeLoggedModel: endpoint({
    methods: ["PATCH"],
    path: "/mlflow/logged-models/{model_id}",
    since: 2,
    permission: "write",
    summary: "Marks a logged model as ready, or its upload as failed.",
    request: z.object({ model_id: requiredText(), status: LoggedModelStatus }),
    response: One,
  }),
  deleteLoggedModel: endpoint({
    methods: ["DELETE"],
    path: "/mlflow/logged-models/{model_id}",
    since: 2,
    permission: "delete",
    summary: "Marks a logged model as deleted.",
    request: byId,
    response: Empty,
  }),
  searchLoggedModels: endpoint({
    methods: ["POST"],
    path: "/mlflow/logged-models/search",
    since: 2,
    permission: "read",
    summary: "Logged models of some experiments that a filter finds, ordered and paged.",
    request: z.object({
      experiment_ids: z.array(text()),
      filter: optional(text()),
      datasets: repeated(
        z.object({ dataset_name: requiredText(), dataset_digest: optional(text()) }),
      ),
      max_results: optional(int32()),
      order_by: repeated(
        z.object({
          field_name: requiredText(),
          ascending: optional(bool()),
          dataset_name: optional(text()),
          dataset_digest: optional(text()),
        }),
      ),
      page_token: optional(text()),
    }),
    response: z.object({
      models: z.array(LoggedModel).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
  setLoggedModelTags: endpoint({
    methods: ["PATCH"],
    path: "/mlflow/logged-models/{model_id}/tags",
    since: 2,
    permission: "write",
    summary: "Sets tags of a logged model.",
    request: z.object({ model_id: requiredText(), tags: repeated(KeyValue) }),
    // MLflow: its protocol has the model in the answer, its server leaves it out.
    response: One.partial(),
  }),
  deleteLoggedModelTag: endpoint({
    methods: ["DELETE"],
    path: "/mlflow/logged-models/{model_id}/tags/{tag_key}",
    since: 2,
    permission: "write",
    summary: "Removes a tag of a logged model.",
    request: z.object({ model_id: requiredText(), tag_key: requiredText() }),
    response: Empty,
  }),
  logLoggedModelParams: endpoint({
    methods: ["POST"],
    path: "/mlflow/logged-models/{model_id}/params",
    since: 2,
    permission: "write",
    summary: "Sets params of a logged model, each once.",
    request: z.object({ model_id: requiredText(), params: repeated(KeyValue) }),
    response: Empty,
  }),
  listLoggedModelArtifacts: endpoint({
    methods: ["GET"],
    path: "/mlflow/logged-models/{model_id}/artifacts/directories",
    since: 2,
    permission: "read",
    summary: "The files of one folder of a logged model.",
    request: z.object({
      model_id: requiredText(),
      artifact_directory_path: optional(text()),
      page_token: optional(text()),
    }),
    response: z.object({
      root_uri: z.string(),
      files: z.array(FileInfo).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
  getLoggedModelArtifact: endpoint({
    methods: ["GET"],
    path: "/mlflow/logged-models/{model_id}/artifacts/files",
    since: 2,
    permission: "read",
    summary: "One file of a logged model.",
    request: z.object({ model_id: requiredText(), artifact_file_path: requiredText() }),
    response: z.unknown(),
    transfer: "download",
  }),
};
