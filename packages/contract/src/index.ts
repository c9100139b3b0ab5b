import type { z } from "zod";
import { artifactViews } from "./artifact-views.ts";
import { artifacts } from "./artifacts.ts";
import { experiments } from "./experiments.ts";
import { inputs } from "./inputs.ts";
import { live } from "./live.ts";
import { loggedModels } from "./logged-models.ts";
import { metricSeries } from "./metric-series.ts";
import { metrics } from "./metrics.ts";
import { type OpenApiDocument, toOpenApi } from "./openapi.ts";
import { passing } from "./passing.ts";
import { registeredModels } from "./registered-models.ts";
import { runMetrics } from "./run-metrics.ts";
import { runTable } from "./run-table.ts";
import { runs } from "./runs.ts";
import { serverInfo } from "./server-info.ts";
import { traces } from "./traces.ts";

export { ApiError, ERROR_STATUS, shown, type ErrorBody, type ErrorCode } from "./errors.ts";
export * from "./endpoint.ts";
export * from "./json.ts";
export * from "./wire.ts";
export type { FileInfo } from "./artifacts.ts";
export type { Experiment } from "./experiments.ts";
export type { DatasetInput, UsedDataset } from "./inputs.ts";
export { Change, type RunChange } from "./live.ts";
export type { LoggedModel } from "./logged-models.ts";
export { MLFLOW_VERSION } from "./mlflow-version.ts";
export type { MetricSeries } from "./metric-series.ts";
export type { Metric, MetricInput } from "./metrics.ts";
export {
  checkLength,
  checkName,
  countCharacters,
  limitValue,
  MAX_KEY_LENGTH,
  MAX_PARAM_VALUE_LENGTH,
  MAX_TAG_VALUE_LENGTH,
} from "./names.ts";
export { listNotYet, type EndpointNotYet } from "./not-yet.ts";
export type { OpenApiDocument } from "./openapi.ts";
export { quotePython } from "./python-text.ts";
export type { MetricSummary } from "./run-metrics.ts";
export type { KeyOfRuns, RunGroup, RunTableRow } from "./run-table.ts";
export type { Run, RunData, RunInfo, RunStatus } from "./runs.ts";

/** Every endpoint of the API by its name. */
export const contract = {
  ...experiments,
  ...runs,
  ...runTable,
  ...metrics,
  ...metricSeries,
  ...runMetrics,
  ...live,
  ...inputs,
  ...loggedModels,
  ...artifacts,
  ...artifactViews,
  ...serverInfo,
  ...registeredModels,
  ...traces,
  ...passing,
};
export type TrackingContract = typeof contract;

/** The checked request of an endpoint, as its handler receives it. */
export type RequestOf<Name extends keyof TrackingContract> = z.output<
  TrackingContract[Name]["request"]
>;

/** The answer of an endpoint, as its handler makes it. */
export type ResponseOf<Name extends keyof TrackingContract> = z.input<
  TrackingContract[Name]["response"]
>;

let document: OpenApiDocument | undefined;

/** The OpenAPI document of the whole API; made at the first call, since that takes a tenth of a second. */
export function openApiDocument(): OpenApiDocument {
  return (document ??= toOpenApi(contract));
}
