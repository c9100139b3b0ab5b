import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import {
  type ArtifactPlaces,
  getLoggedModelArtifactUri,
  getRunArtifactUri,
  type Store,
} from "@mlflow-ts/store";
import { artifactHandlers } from "./artifacts/handlers.ts";
import { experimentHandlers } from "./experiments/handlers.ts";
import { announceChanges } from "./live/announce-changes.ts";
import type { ChangeFeed } from "./live/change-feed.ts";
import { loggedModelHandlers } from "./logged-models/handlers.ts";
import { metricHandlers } from "./metrics/handlers.ts";
import { passingHandlers } from "./passing/handlers.ts";
import { runHandlers } from "./runs/handlers.ts";
import { serverInfoHandlers } from "./server-info/handlers.ts";

/** The handler of every endpoint, by the endpoint's name. */
export function createHandlers(deps: {
  places: ArtifactPlaces;
  store: Store;
  changes: ChangeFeed;
}): Handlers<TrackingContract> {
  const { store, changes } = deps;
  const handlers = {
    ...experimentHandlers(store),
    ...runHandlers(store),
    ...metricHandlers(store),
    ...loggedModelHandlers(store),
    ...artifactHandlers({
      places: deps.places,
      getRunArtifactUri: (runId) => getRunArtifactUri(store, runId),
      getLoggedModelArtifactUri: (modelId) => getLoggedModelArtifactUri(store, modelId),
    }),
    ...serverInfoHandlers(deps.places),
    ...passingHandlers(),
    watchChanges: () => {
      // A page was opened, and its charts will ask.
      store.seriesReader.warmUp();
      return changes.listen();
    },
  };
  return announceChanges(handlers, (change) => changes.announce(change));
}
