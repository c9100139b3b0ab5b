/** What runs in a page and in Node; `index-node.ts` adds what needs a file system. */
export { createClient, type ClientOptions, type TrackingClient } from "./client.ts";
export { MlflowError } from "./mlflow-error.ts";
export type {
  DatasetInput,
  Experiment,
  FileInfo,
  LoggedModel,
  LoggedModelStatus,
  MetricPoint,
  ModelOutput,
  Run,
  RunData,
  RunInfo,
  RunStatus,
} from "./entities.ts";
export { MlflowClient } from "./explicit/mlflow-client.ts";
export type {
  CreateExperimentOptions,
  SearchOptions,
  ViewType,
} from "./explicit/experiment-methods.ts";
export type { CreateModelOptions, ModelSearchOptions } from "./explicit/model-methods.ts";
export type { CreateRunOptions } from "./explicit/run-methods.ts";
export type { LogBatch } from "./explicit/value-methods.ts";
export type { Drawing, Figure, FigureOptions } from "./artifacts/figures/figure.ts";
export type { TableInput } from "./artifacts/table.ts";
export { autolog, type AutologOptions } from "./autolog/autolog.ts";
export { ActiveRun, type MetricOptions, type RunEnd } from "./fluent/active-run.ts";
export * as artifacts from "./fluent/artifacts.ts";
export type { Integer } from "./logging/check-entry.ts";
export {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  getExperiment,
  getExperimentByName,
  restoreExperiment,
  setExperiment,
  setExperimentTag,
  setExperimentTags,
} from "./fluent/experiments.ts";
export { deleteTag, logInputs, logOutputs, type UsedDataset } from "./fluent/links.ts";
export { loadTable } from "./fluent/load-table.ts";
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
  deleteLoggedModelTag,
  finalizeLoggedModel,
  getLoggedModel,
  initializeLoggedModel,
  logModelParams,
  setLoggedModelTags,
} from "./fluent/logged-models.ts";
export {
  deleteRun,
  type ExperimentSelection,
  getMetricHistory,
  getParentRun,
  getRun,
  restoreRun,
  type RunSearchOptions,
  searchExperiments,
  searchLoggedModels,
  searchRuns,
} from "./fluent/search.ts";
export {
  activeRun,
  endRun,
  lastActiveRun,
  startRun,
  type StartRunOptions,
} from "./fluent/start-run.ts";
export * as data from "./data/data.ts";
export type { Dataset } from "./data/data.ts";
export { logInput } from "./data/log-input.ts";
export * as models from "./models/models.ts";
export * as onnx from "./models/onnx.ts";
export * as tfjs from "./models/tfjs.ts";
export {
  type AnyModelOptions,
  type FlavorChoice,
  type FlavorName,
  loadModel,
  logModel,
} from "./models/any-model.ts";
export type { SaveModelOptions } from "./models/build-model.ts";
export type { JavascriptModel, JavascriptOptions } from "./models/flavors/javascript.ts";
export type { OnnxModel, OnnxOptions, OnnxSession } from "./models/flavors/onnx.ts";
export type { TfjsModel } from "./models/flavors/tfjs.ts";
export type { LoadedModel } from "./models/load-model.ts";
export type { LogModelOptions, ModelInfo } from "./models/log-model.ts";
export type {
  ColumnSpec,
  ModelSignature,
  ParamSpec,
  PropertySpec,
  ScalarType,
  Schema,
  TensorSpec,
  ValueSpec,
} from "./models/signature.ts";
export type { Tensor, TensorData, TensorLike, TypedArray } from "./models/tensor.ts";
export { getTrackingUri, isTrackingUriSet, setTrackingUri } from "./fluent/state.ts";
