import type { AnyEndpoint, Method } from "./endpoint.ts";

/**
 * The parts of MLflow's API that come later: per part and API version, the methods and paths below
 * `/api/<version>.0/mlflow`. A path that is in no list stays unknown, and so a 404.
 */
const PARTS: readonly { part: string; since: 2 | 3; routes: string }[] = [
  {
    part: "registered models",
    since: 2,
    routes: `
      POST            /registered-models/create
      POST            /registered-models/rename
      PATCH           /registered-models/update
      DELETE          /registered-models/delete
      GET             /registered-models/get
      POST,GET        /registered-models/get-latest-versions
      POST            /registered-models/set-tag
      DELETE          /registered-models/delete-tag
      POST,DELETE,GET /registered-models/alias
      POST            /model-versions/create
      PATCH           /model-versions/update
      POST            /model-versions/transition-stage
      DELETE          /model-versions/delete
      GET             /model-versions/get
      GET             /model-versions/get-download-uri
      POST            /model-versions/set-tag
      DELETE          /model-versions/delete-tag`,
  },
  {
    part: "webhooks",
    since: 2,
    routes: `
      POST,GET         /webhooks
      GET,PATCH,DELETE /webhooks/{webhook_id}
      POST             /webhooks/{webhook_id}/test`,
  },
  {
    part: "traces",
    since: 2,
    routes: `
      POST         /traces
      PATCH        /traces/{request_id}
      GET          /traces/{request_id}/info
      PATCH,DELETE /traces/{request_id}/tags
      POST         /traces/link-to-run
      POST         /traces/link-prompts
      POST         /traces/delete-traces
      GET          /unified-traces
      GET          /get-online-trace-details
      GET          /get-trace-artifact`,
  },
  {
    part: "traces",
    since: 3,
    routes: `
      POST             /traces
      GET              /traces/{trace_id}
      GET              /traces/get
      GET              /traces/batchGet
      POST             /traces/batchGetInfos
      PATCH,DELETE     /traces/{trace_id}/tags
      POST             /traces/{trace_id}/assessments
      GET,PATCH,DELETE /traces/{trace_id}/assessments/{assessment_id}
      POST             /traces/delete-traces
      POST             /traces/calculate-filter-correlation
      GET              /get-trace-artifact
      POST             /issues
      PATCH,GET        /issues/{issue_id}
      POST             /issues/search
      POST             /issues/invoke`,
  },
  {
    part: "workspaces",
    since: 3,
    routes: `
      GET,POST         /workspaces
      GET,PATCH,DELETE /workspaces/{workspace_name}`,
  },
  {
    part: "review of traces",
    since: 3,
    routes: `
      POST   /label-schemas/create
      GET    /label-schemas/get
      GET    /label-schemas/get-by-name
      GET    /label-schemas/list
      PATCH  /label-schemas/update
      DELETE /label-schemas/delete
      POST   /review-queues/create
      POST   /review-queues/get-or-create-user
      GET    /review-queues/get
      GET    /review-queues/get-by-name
      GET    /review-queues/list
      POST   /review-queues/update
      POST   /review-queues/delete
      POST   /review-queues/items/add
      POST   /review-queues/items/remove
      GET    /review-queues/items/list
      POST   /review-queues/items/set-status`,
  },
  {
    part: "evaluation",
    since: 3,
    routes: `
      POST            /datasets/create
      GET,DELETE      /datasets/{dataset_id}
      PATCH           /datasets/{dataset_id}/tags
      DELETE          /datasets/{dataset_id}/tags/{key}
      POST,GET,DELETE /datasets/{dataset_id}/records
      GET             /datasets/{dataset_id}/experiment-ids
      POST            /datasets/{dataset_id}/add-experiments
      POST            /datasets/{dataset_id}/remove-experiments
      POST            /scorers/register
      GET             /scorers/versions
      GET             /scorers/get
      DELETE          /scorers/delete
      POST            /scorer/invoke
      POST            /genai/evaluate/invoke
      POST            /prompt-optimization/jobs
      GET,DELETE      /prompt-optimization/jobs/{job_id}
      POST            /prompt-optimization/jobs/{job_id}/cancel
      POST,GET        /prompt-optimization/jobs/search`,
  },
  {
    part: "the model gateway",
    since: 2,
    routes: `
      POST /runs/create-promptlab-run`,
  },
  {
    part: "the model gateway",
    since: 3,
    routes: `
      GET    /gateway/supported-providers
      GET    /gateway/supported-models
      GET    /gateway/provider-config
      GET    /gateway/secrets/config
      POST   /gateway/secrets/create
      GET    /gateway/secrets/get
      POST   /gateway/secrets/update
      DELETE /gateway/secrets/delete
      GET    /gateway/secrets/list
      POST   /gateway/endpoints/create
      GET    /gateway/endpoints/get
      POST   /gateway/endpoints/update
      DELETE /gateway/endpoints/delete
      GET    /gateway/endpoints/list
      POST   /gateway/endpoints/models/attach
      POST   /gateway/endpoints/models/detach
      POST   /gateway/endpoints/bindings/create
      DELETE /gateway/endpoints/bindings/delete
      GET    /gateway/endpoints/bindings/list
      POST   /gateway/endpoints/set-tag
      DELETE /gateway/endpoints/delete-tag
      POST   /gateway/model-definitions/create
      GET    /gateway/model-definitions/get
      GET    /gateway/model-definitions/list
      POST   /gateway/model-definitions/update
      DELETE /gateway/model-definitions/delete
      POST   /gateway/budgets/create
      GET    /gateway/budgets/get
      POST   /gateway/budgets/update
      DELETE /gateway/budgets/delete
      GET    /gateway/budgets/list
      GET    /gateway/budgets/windows
      POST   /gateway/guardrails/create
      GET    /gateway/guardrails/get
      DELETE /gateway/guardrails/delete
      GET    /gateway/guardrails/list
      POST   /gateway/guardrails/add-to-endpoint
      DELETE /gateway/guardrails/remove-from-endpoint
      GET    /gateway/guardrails/list-for-endpoint
      PATCH  /gateway/guardrails/update-config`,
  },
];

/** Where an endpoint of MLflow stands that this server knows of and does not serve yet. */
export interface EndpointNotYet extends Pick<AnyEndpoint, "methods" | "path" | "since"> {
  /** What it belongs to, such as "traces"; fits "does not serve … yet". */
  readonly part: string;
}

const ROUTE = /^(?<methods>[A-Z,]+) +\/(?<path>\S+)$/;

function toEndpoints({ part, since, routes }: (typeof PARTS)[number]): EndpointNotYet[] {
  return routes
    .trim()
    .split("\n")
    .map((line) => {
      const { methods = "", path = "" } = ROUTE.exec(line.trim())?.groups ?? {};
      // The table above holds nothing but methods, at least one in each line.
      const list = methods.split(",") as [Method, ...Method[]];
      return { methods: list, path: `/mlflow/${path}`, since, part };
    });
}

/** Every endpoint of MLflow's API that comes later. */
export function listNotYet(): EndpointNotYet[] {
  return PARTS.flatMap(toEndpoints);
}
