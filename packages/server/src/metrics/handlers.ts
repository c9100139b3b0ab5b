import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import { logMetric, type Store } from "@mlflow-ts/store";

export const metricHandlers = (store: Store) =>
  ({
    logMetric: async (request) => {
      await logMetric(store, request);
      return {};
    },
    getMetricHistory: (request) => store.reader.run("getMetricHistory", request),
    getMetricHistoryBulk: (request) => store.reader.run("getMetricHistoryBulk", request),
    getMetricHistoryBulkInterval: (request) =>
      store.seriesReader.run("getMetricHistoryBulkInterval", request),
    getMetricSeries: (request) => store.seriesReader.run("getMetricSeries", request),
    getRunMetrics: (request) => store.seriesReader.run("getRunMetrics", request),
  }) satisfies Partial<Handlers<TrackingContract>>;
