import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import {
  createRun,
  deleteRun,
  deleteTag,
  getRun,
  logBatch,
  logInputs,
  logModel,
  logOutputs,
  logParam,
  restoreRun,
  searchDatasets,
  setTag,
  type Store,
  updateRun,
} from "@mlflow-ts/store";

export const runHandlers = (store: Store) =>
  ({
    createRun: async (request) => ({ run: await createRun(store, request) }),
    getRun: async ({ run_id }) => ({ run: await getRun(store, run_id) }),
    updateRun: async (request) => ({ run_info: await updateRun(store, request) }),
    deleteRun: async ({ run_id }) => {
      await deleteRun(store, run_id);
      return {};
    },
    restoreRun: async ({ run_id }) => {
      await restoreRun(store, run_id);
      return {};
    },
    setTag: async (request) => {
      await setTag(store, request);
      return {};
    },
    deleteTag: async (request) => {
      await deleteTag(store, request);
      return {};
    },
    logParam: async (request) => {
      await logParam(store, request);
      return {};
    },
    logBatch: async (request) => {
      await logBatch(store, request);
      return {};
    },
    logModel: async (request) => {
      await logModel(store, request);
      return {};
    },
    logInputs: async (request) => {
      await logInputs(store, request);
      return {};
    },
    logOutputs: async (request) => {
      await logOutputs(store, request);
      return {};
    },
    getRunWindow: (request) => store.reader.run("getRunWindow", request),
    getRunKeys: (request) => store.reader.run("getRunKeys", request),
    getMetricExtremes: (request) => store.reader.run("getMetricExtremes", request),
    groupRuns: (request) => store.reader.run("groupRuns", request),
    searchRuns: (request) => store.reader.run("searchRuns", request),
    searchDatasets: async (request) => searchDatasets(store, request),
  }) satisfies Partial<Handlers<TrackingContract>>;
