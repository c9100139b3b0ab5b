import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import {
  getMetricHistory,
  getMetricHistoryBulk,
  logMetric,
  sampleMetricHistory,
  type Store,
} from "@mlflow-ts/store";

export const metricHandlers = (store: Store) =>
  ({
    logMetric: async (request) => {
      await logMetric(store, request);
      return {};
    },
    getMetricHistory: async (request) => getMetricHistory(store.database.read, request),
    getMetricHistoryBulk: async (request) => getMetricHistoryBulk(store.database.read, request),
    getMetricHistoryBulkInterval: async (request) =>
      sampleMetricHistory(store.database.read, request),
  }) satisfies Partial<Handlers<TrackingContract>>;
