import type { Handlers, TrackingContract } from "@mlflow-ts/contract";
import type { Store } from "@mlflow-ts/store";
import type { ServerConfig } from "./config.ts";
import { experimentHandlers } from "./experiments/handlers.ts";
import { loggedModelHandlers } from "./logged-models/handlers.ts";
import { metricHandlers } from "./metrics/handlers.ts";
import { runHandlers } from "./runs/handlers.ts";

/** The handler of every endpoint, by the endpoint's name. */
export function createHandlers(deps: {
  config: ServerConfig;
  store: Store;
}): Handlers<TrackingContract> {
  const { store } = deps;
  return {
    ...experimentHandlers(store),
    ...runHandlers(store),
    ...metricHandlers(store),
    ...loggedModelHandlers(store),
  } as unknown as Handlers<TrackingContract>;
}
