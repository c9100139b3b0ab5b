export * from "./index.ts";
export { logArtifact, logArtifacts } from "./fluent/log-artifacts.ts";
export { saveModel } from "./models/any-model.ts";
export * as javascript from "./models/javascript.ts";
export * as onnx from "./models/node/onnx.ts";
export * as tfjs from "./models/node/tfjs.ts";
export {
  disableSystemMetricsLogging,
  enableSystemMetricsLogging,
  setSystemMetricsNodeId,
  setSystemMetricsSamplesBeforeLogging,
  setSystemMetricsSamplingInterval,
} from "./fluent/system-metrics.ts";
export { syncSpool, type SyncedRun } from "./sync-spool.ts";
