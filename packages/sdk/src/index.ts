/** What runs in a page and in Node; `index-node.ts` adds what needs a file system. */
export { createClient, type ClientOptions } from "./client.ts";
export { MlflowError } from "./mlflow-error.ts";
export type {
  DatasetInput,
  Experiment,
  MetricPoint,
  ModelOutput,
  Run,
  RunData,
  RunInfo,
  RunStatus,
} from "./entities.ts";
export type { Drawing, Figure, FigureOptions } from "./artifacts/figures/figure.ts";
export type { TableInput } from "./artifacts/table.ts";
export { ActiveRun, type MetricOptions } from "./fluent/active-run.ts";
export { autolog, type AutologOptions } from "./autolog/autolog.ts";
export {
  createExperiment,
  getExperiment,
  getExperimentByName,
  setExperiment,
} from "./fluent/experiments.ts";
export {
  getArtifactUri,
  type ImagePlace,
  logDict,
  logFigure,
  logImage,
  logTable,
  logText,
} from "./fluent/log-artifacts.ts";
export {
  flush,
  logMetric,
  logMetrics,
  logParam,
  logParams,
  setTag,
  setTags,
} from "./fluent/log-values.ts";
export {
  deleteRun,
  getMetricHistory,
  getRun,
  type RunSearchOptions,
  searchExperiments,
  type SearchOptions,
  searchRuns,
  type ViewType,
} from "./fluent/search.ts";
export {
  activeRun,
  endRun,
  lastActiveRun,
  startRun,
  type StartRunOptions,
} from "./fluent/start-run.ts";
export { getTrackingUri, setTrackingUri } from "./fluent/state.ts";
export * as data from "./data/data.ts";
export type { Dataset } from "./data/data.ts";
export { logInput } from "./data/log-input.ts";
export * as models from "./models/models.ts";
export * as onnx from "./models/onnx.ts";
export * as tfjs from "./models/tfjs.ts";
export { loadModel, logModel, type AnyModelOptions } from "./models/any-model.ts";
export type { LoadedModel } from "./models/load-model.ts";
export type { LogModelOptions, ModelInfo } from "./models/log-model.ts";
export type {
  ColumnSpec,
  ModelSignature,
  ParamSpec,
  Schema,
  TensorSpec,
} from "./models/signature.ts";
export type { Tensor, TensorLike } from "./models/tensor.ts";
