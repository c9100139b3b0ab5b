import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  getLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
  type Store,
} from "@mlflow-ts/store";

export const loggedModelHandlers = (store: Store) =>
  ({
    createLoggedModel: async (request) => ({ model: await createLoggedModel(store, request) }),
    getLoggedModel: async ({ model_id, allow_deleted = false }) => ({
      model: await getLoggedModel(store, model_id, { allowDeleted: allow_deleted }),
    }),
    searchLoggedModels: (request) => store.reader.run("searchLoggedModels", request),
    finalizeLoggedModel: async (request) => ({
      model: await finalizeLoggedModel(store, request),
    }),
    deleteLoggedModel: async ({ model_id }) => {
      await deleteLoggedModel(store, model_id);
      return {};
    },
    setLoggedModelTags: async (request) => {
      await setLoggedModelTags(store, request);
      return {};
    },
    deleteLoggedModelTag: async (request) => {
      await deleteLoggedModelTag(store, request);
      return {};
    },
    logLoggedModelParams: async (request) => {
      await logLoggedModelParams(store, request);
      return {};
    },
  }) satisfies Partial<Handlers<TrackingContract>>;
