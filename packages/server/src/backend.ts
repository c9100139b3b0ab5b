import cluster from "node:cluster";
import { ApiError, contract, type Handlers, type TrackingContract } from "@mlflow-ts/contract";
import {
  ArtifactPath,
  type ArtifactPlaces,
  checkDatabase,
  closeStore,
  findExperimentIds,
  openStore,
} from "@mlflow-ts/store";
import { artifactHandlers } from "./artifacts/handlers.ts";
import {
  artifactPlaces,
  checkDestination,
  describeUnreachable,
  localArtifactRoots,
} from "./artifacts/places.ts";
import type { ServerConfig } from "./config.ts";
import { executeGraphql } from "./graphql/execute-graphql.ts";
import { createHandlers } from "./handlers.ts";
import type { ExecuteGraphql } from "./http/graphql-route.ts";
import { ChangeFeed } from "./live/change-feed.ts";
import { serverInfoHandlers } from "./server-info/handlers.ts";

/** What answers the requests, and what is to be closed when the last one is answered. */
export interface Backend {
  readonly handlers: Handlers<TrackingContract>;
  readonly graphql: ExecuteGraphql;
  /** Ends the answers that would go on for ever, so that the server can end. */
  endStreams(): void;
  /** @throws when the database or the artifacts can't be reached. */
  checkReady(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database, creating it where there is none; with --artifacts-only there is none. */
export async function openBackend(config: ServerConfig): Promise<Backend> {
  const places = artifactPlaces(config);
  await checkDestination(places);
  if (config.artifactsOnly) return artifactsOnly(places);
  const store = await openStore({
    ...config.database,
    artifactRoot: config.defaultArtifactRoot,
    localArtifactRoots: localArtifactRoots(config),
    truncateLongValues: config.truncateLongValues,
  });
  // Of several workers the first one says it for all.
  if (cluster.worker === undefined || cluster.worker.id === 1) {
    // Nobody waits for it: the server may have to find out slowly that nobody answers.
    void describeUnreachable(places, config.defaultArtifactRoot).then((reason) => {
      if (reason !== undefined) console.error(`mlflow: ${reason}`);
    });
  }
  const changes = new ChangeFeed({
    announce: store.database.announce?.bind(store.database),
    watch: (onNews) => store.database.watch(onNews),
    findExperimentIds: (runIds) => findExperimentIds(store, runIds),
  });
  const handlers = createHandlers({ places, store, changes });
  return {
    handlers,
    graphql: (body) => executeGraphql(handlers, body),
    endStreams: () => changes.close(),
    checkReady: async () => {
      await checkDatabase(store);
      await checkArtifacts(places);
    },
    close: () => closeStore(store),
  };
}

async function checkArtifacts({ destination }: ArtifactPlaces): Promise<void> {
  // A folder that is not there yet is made with the first file.
  await destination?.stat(ArtifactPath.root);
}

/** Serves what is below `mlflow-artifacts:/` and refuses the rest, as no run is known. */
function artifactsOnly(places: ArtifactPlaces): Backend {
  const refuse = async (): Promise<never> => {
    throw new ApiError(
      "TEMPORARILY_UNAVAILABLE",
      "This server runs with --artifacts-only, so it keeps no experiments and no runs. Start it " +
        "without that flag.",
    );
  };
  const refused = Object.fromEntries(Object.keys(contract).map((name) => [name, refuse]));
  return {
    // A handler that only throws fits every endpoint, which a list of names can't tell.
    handlers: {
      ...(refused as unknown as Handlers<TrackingContract>),
      ...artifactHandlers({
        places,
        getRunArtifactUri: refuse,
        getLoggedModelArtifactUri: refuse,
      }),
      ...serverInfoHandlers(places),
    },
    graphql: refuse,
    endStreams: () => {},
    checkReady: () => checkArtifacts(places),
    close: async () => {},
  };
}
