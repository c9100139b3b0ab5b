import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { readCompareSearch } from "./compare-search.ts";
import { readExperimentSearch } from "./experiment-search.ts";
import { Layout } from "./layout.tsx";
import { CrashPage } from "./routes/crash-page.tsx";
import { ExperimentRoute } from "./routes/experiment-route.tsx";
import { HomeRoute } from "./routes/home-route.tsx";
import { NotFoundPage } from "./routes/not-found-page.tsx";
import { readRunSearch } from "./run-search.ts";
import { parseSearch, stringifySearch } from "./search-text.ts";

// MLflow: its clients print addresses such as `/#/experiments/1/runs/<id>`, so these are ours too.
const rootRoute = createRootRoute({ component: Layout });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: HomeRoute,
});

const experimentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments",
  component: HomeRoute,
});

const deletedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/deleted-experiments",
  component: lazyRouteComponent(() => import("./routes/deleted-route.tsx"), "DeletedRoute"),
});

const experimentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$experimentId",
  validateSearch: readExperimentSearch,
  component: ExperimentRoute,
});

/** MLflow's tabs of an experiment, such as `/runs` and `/models`, all show its runs. */
const experimentTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$experimentId/$",
  validateSearch: readExperimentSearch,
  component: ExperimentRoute,
});

const runComponent = lazyRouteComponent(() => import("./routes/run-route.tsx"), "RunRoute");

const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$experimentId/runs/$runId",
  validateSearch: readRunSearch,
  component: runComponent,
});

/** MLflow's tabs of a run, such as `/model-metrics` and `/artifacts/plots/roc.png`. */
const runTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$experimentId/runs/$runId/$",
  validateSearch: readRunSearch,
  component: runComponent,
});

const modelComponent = lazyRouteComponent(() => import("./routes/model-route.tsx"), "ModelRoute");

const modelRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$experimentId/models/$modelId",
  validateSearch: readRunSearch,
  component: modelComponent,
});

const modelTabRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$experimentId/models/$modelId/$",
  validateSearch: readRunSearch,
  component: modelComponent,
});

const compareComponent = lazyRouteComponent(
  () => import("./routes/compare-route.tsx"),
  "CompareRoute",
);

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/compare",
  validateSearch: readCompareSearch,
  component: compareComponent,
});

/** MLflow's address of a comparison, with its runs as a list in JSON. */
const compareRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/compare-runs",
  validateSearch: readCompareSearch,
  component: compareComponent,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    experimentsRoute,
    deletedRoute,
    experimentRoute,
    experimentTabRoute,
    runRoute,
    runTabRoute,
    modelRoute,
    modelTabRoute,
    compareRoute,
    compareRunsRoute,
  ]),
  history: createHashHistory(),
  parseSearch,
  stringifySearch,
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
