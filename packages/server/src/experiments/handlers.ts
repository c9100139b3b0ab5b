import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  getExperiment,
  getExperimentByName,
  renameExperiment,
  restoreExperiment,
  setExperimentTag,
  type Store,
} from "@mlflow-ts/store";

export const experimentHandlers = (store: Store) =>
  ({
    createExperiment: async (request) => ({
      experiment_id: await createExperiment(store, request),
    }),
    getExperiment: async ({ experiment_id }) => ({
      experiment: await getExperiment(store, experiment_id),
    }),
    getExperimentByName: async ({ experiment_name }) => ({
      experiment: await getExperimentByName(store, experiment_name),
    }),
    searchExperiments: (request) => store.reader.run("searchExperiments", request),
    getExperimentActivity: () => store.reader.run("getExperimentActivity", undefined),
    updateExperiment: async (request) => {
      await renameExperiment(store, request);
      return {};
    },
    deleteExperiment: async ({ experiment_id }) => {
      await deleteExperiment(store, experiment_id);
      return {};
    },
    restoreExperiment: async ({ experiment_id }) => {
      await restoreExperiment(store, experiment_id);
      return {};
    },
    setExperimentTag: async (request) => {
      await setExperimentTag(store, request);
      return {};
    },
    deleteExperimentTag: async (request) => {
      await deleteExperimentTag(store, request);
      return {};
    },
  }) satisfies Partial<Handlers<TrackingContract>>;
