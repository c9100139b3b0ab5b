import type { Area } from "../scenario.ts";
import { artifacts } from "./artifacts.ts";
import { clientHabits } from "./client-habits.ts";
import { experiments } from "./experiments.ts";
import { graphql } from "./graphql.ts";
import { inputs } from "./inputs.ts";
import { loggedModels } from "./logged-models.ts";
import { metricHistory } from "./metric-history.ts";
import { metrics } from "./metrics.ts";
import { orderRuns } from "./order-runs.ts";
import { params } from "./params.ts";
import { protocol } from "./protocol.ts";
import { runs } from "./runs.ts";
import { searchExperiments } from "./search-experiments.ts";
import { searchLoggedModels } from "./search-logged-models.ts";
import { searchRunsAttributes } from "./search-runs-attributes.ts";
import { searchRuns } from "./search-runs.ts";
import { wrongTypes } from "./wrong-types.ts";

/** Every scenario by its area, in the order in which they are sent. */
export const AREAS: Readonly<Record<string, Area>> = {
  experiments,
  "search experiments": searchExperiments,
  runs,
  params,
  metrics,
  "metric history": metricHistory,
  "search runs": searchRuns,
  "search runs by attributes": searchRunsAttributes,
  "order runs": orderRuns,
  inputs,
  "logged models": loggedModels,
  "search logged models": searchLoggedModels,
  artifacts,
  graphql,
  protocol,
  "wrong types": wrongTypes,
  "client habits": clientHabits,
};
