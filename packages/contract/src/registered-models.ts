import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { Metric } from "./metrics.ts";
import { int64, optional, repeated, text } from "./wire.ts";

const Pair = z.object({ key: z.string(), value: z.string() });

export const ModelVersion = z.object({
  name: z.string(),
  version: z.string(),
  creation_timestamp: z.number(),
  last_updated_timestamp: z.number().optional(),
  user_id: z.string().optional(),
  current_stage: z.string().optional(),
  description: z.string().optional(),
  source: z.string().optional(),
  run_id: z.string().optional(),
  status: z.enum(["PENDING_REGISTRATION", "FAILED_REGISTRATION", "READY"]).optional(),
  status_message: z.string().optional(),
  tags: z.array(Pair).optional(),
  run_link: z.string().optional(),
  aliases: z.array(z.string()).optional(),
  model_id: z.string().optional(),
  model_params: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  model_metrics: z.array(Metric).optional(),
});
export type ModelVersion = z.infer<typeof ModelVersion>;

export const RegisteredModel = z.object({
  name: z.string(),
  creation_timestamp: z.number(),
  last_updated_timestamp: z.number().optional(),
  user_id: z.string().optional(),
  description: z.string().optional(),
  latest_versions: z.array(ModelVersion).optional(),
  tags: z.array(Pair).optional(),
  aliases: z.array(z.object({ alias: z.string(), version: z.string() })).optional(),
});
export type RegisteredModel = z.infer<typeof RegisteredModel>;

const search = z.object({
  filter: optional(text()),
  max_results: optional(int64()),
  order_by: repeated(text()),
  page_token: optional(text()),
});

/** The reads that clients and pages make in passing; the rest of the registry comes later. */
export const registeredModels = {
  searchRegisteredModels: endpoint({
    methods: ["GET"],
    path: "/mlflow/registered-models/search",
    since: 2,
    permission: "read",
    summary: "Registered models that a filter finds; none until models can be registered.",
    request: search,
    response: z.object({
      registered_models: z.array(RegisteredModel).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
  searchModelVersions: endpoint({
    methods: ["GET"],
    path: "/mlflow/model-versions/search",
    since: 2,
    permission: "read",
    summary:
      "Versions of registered models that a filter finds; none until models can be registered.",
    request: search,
    response: z.object({
      model_versions: z.array(ModelVersion).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
};
