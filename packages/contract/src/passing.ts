import { z } from "zod";
import { endpoint } from "./endpoint.ts";
import { int32, optional, repeated, text } from "./wire.ts";

const Nothing = z.object({});

/**
 * What MLflow's own page asks on nearly every view, of parts that this server does not have. Each
 * answers as MLflow's server does when that part is unused, so that pages made for it stay calm.
 */
export const passing = {
  getUiTelemetry: endpoint({
    methods: ["GET"],
    path: "/mlflow/ui-telemetry",
    since: 3,
    permission: "read",
    summary: "Whether the page may report its use: never.",
    request: Nothing,
    response: z.object({
      disable_ui_telemetry: z.boolean(),
      disable_ui_events: z.array(z.string()),
      ui_rollout_percentage: z.number(),
    }),
  }),
  sendUiTelemetry: endpoint({
    methods: ["POST"],
    path: "/mlflow/ui-telemetry",
    since: 3,
    permission: "read",
    summary: "Drops what a page reports of its use.",
    request: Nothing,
    response: z.object({ status: z.string() }),
  }),
  getAssistantConfig: endpoint({
    methods: ["GET"],
    path: "/mlflow/assistant/config",
    since: 3,
    permission: "read",
    summary: "The configuration of MLflow's assistant, which is empty.",
    request: Nothing,
    response: z.object({
      providers: z.record(z.string(), z.never()),
      projects: z.record(z.string(), z.never()),
      remote_access_allowed: z.boolean(),
    }),
  }),
  listAssistantProviders: endpoint({
    methods: ["GET"],
    path: "/mlflow/assistant/providers",
    since: 3,
    permission: "read",
    summary: "The providers of MLflow's assistant: none.",
    request: Nothing,
    response: z.object({ providers: z.array(z.never()) }),
  }),
  askGatewayProxy: endpoint({
    methods: ["GET", "POST"],
    path: "/mlflow/gateway-proxy",
    since: 2,
    permission: "read",
    summary: "The endpoints of a model gateway: none.",
    request: Nothing,
    response: z.object({ endpoints: z.array(z.never()) }),
  }),
  listScorers: endpoint({
    methods: ["GET"],
    path: "/mlflow/scorers/list",
    since: 3,
    permission: "read",
    summary: "The scorers of an experiment: none.",
    request: z.object({ experiment_id: optional(text()), experiment_ids: repeated(text()) }),
    response: z.object({ scorers: z.array(z.never()).optional() }),
  }),
  searchEvaluationDatasets: endpoint({
    methods: ["POST", "GET"],
    path: "/mlflow/datasets/search",
    since: 3,
    permission: "read",
    summary: "Datasets for evaluation that a filter finds: none.",
    request: z.object({
      experiment_ids: repeated(text()),
      filter_string: optional(text()),
      max_results: optional(int32()),
      order_by: repeated(text()),
      page_token: optional(text()),
    }),
    response: z.object({
      datasets: z.array(z.never()).optional(),
      next_page_token: z.string().optional(),
    }),
  }),
};
