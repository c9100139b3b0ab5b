/** What is asked of a server at each size. */
import { API, HISTORY_PAGE } from "../api.ts";
import { encodeRequest, type Target } from "../load.ts";
import type { ServerName } from "../servers.ts";
import { LONG_KEY, longRun, MANY_KEYS_RUN, MANY_RUNS } from "./seed.ts";

export interface Operation {
  /** Short name, for the JSON. */
  readonly name: string;
  readonly title: string;
  /** Whether runs or points are what grows. */
  readonly grows: "runs" | "points";
  /** Left out where this server has no such endpoint. */
  request(target: Target, server: ServerName, size: number): Buffer | undefined;
}

const OWN_API = "/api/2.0/mlflow-ts";
const PAGE = 100;
const WIDE_PAGE = 1000;
const CHART_WIDTH = 320;

const FILTER = `metrics.metric_3 < 0.5 and metrics.metric_7 > 0.3 and params.param_4 = 'value 3'`;
const ORDER = ["metrics.metric_5 DESC"];

function search(target: Target, fields: object): Buffer {
  const body = { experiment_ids: [MANY_RUNS], max_results: PAGE, ...fields };
  return encodeRequest(target, "POST", `${API}/runs/search`, body);
}

/** The token of a page by which both servers continue. */
function tokenOf(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString("base64");
}

export const OPERATIONS: readonly Operation[] = [
  {
    name: "search",
    title: "search by two metrics and a param, ordered by a metric, 100 runs",
    grows: "runs",
    request: (target) => search(target, { filter: FILTER, order_by: ORDER }),
  },
  {
    name: "first-page",
    title: "first 100 of all runs, ordered by a metric",
    grows: "runs",
    request: (target) => search(target, { order_by: ORDER }),
  },
  {
    name: "last-page",
    title: "last 100 of all runs, ordered by a metric",
    grows: "runs",
    request: (target, _, runs) =>
      search(target, { order_by: ORDER, page_token: tokenOf(runs - PAGE) }),
  },
  {
    name: "wide-page",
    title: "1,000 runs with all of their metrics, params and tags",
    grows: "runs",
    request: (target) => search(target, { max_results: WIDE_PAGE }),
  },
  {
    name: "table",
    title: "1,000 runs with two metrics and a param",
    grows: "runs",
    request: (target, server) => {
      if (server === "mlflow") return undefined;
      return encodeRequest(target, "POST", `${OWN_API}/runs/window`, {
        experiment_ids: [MANY_RUNS],
        limit: WIDE_PAGE,
        metric_keys: ["metric_3", "metric_7"],
        param_keys: ["param_4"],
      });
    },
  },
  {
    name: "many-keys",
    title: "a run of 10,000 metrics",
    grows: "runs",
    request: (target) => encodeRequest(target, "GET", `${API}/runs/get?run_id=${MANY_KEYS_RUN}`),
  },
  {
    name: "chart",
    title: `a metric at ${CHART_WIDTH} places of a chart`,
    grows: "points",
    request: (target, _, points) => {
      const query = `run_ids=${longRun(points)}&metric_key=${LONG_KEY}&max_results=${CHART_WIDTH}`;
      const path = `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?${query}`;
      return encodeRequest(target, "GET", path);
    },
  },
  {
    name: "own-chart",
    title: "the same with the extremes of each place",
    grows: "points",
    request: (target, server, points) => {
      if (server === "mlflow") return undefined;
      const body = { run_ids: [longRun(points)], metric_keys: [LONG_KEY], buckets: CHART_WIDTH };
      return encodeRequest(target, "POST", `${OWN_API}/metrics/series`, body);
    },
  },
  {
    name: "history-first",
    title: "first 25,000 points of a history",
    grows: "points",
    request: (target, _, points) => historyPage(target, points, 0),
  },
  {
    name: "history-last",
    title: "last 25,000 points of a history, by an offset",
    grows: "points",
    request: (target, _, points) => historyPage(target, points, points - HISTORY_PAGE),
  },
];

function historyPage(target: Target, points: number, offset: number): Buffer {
  const query = `run_id=${longRun(points)}&metric_key=${LONG_KEY}&max_results=${HISTORY_PAGE}`;
  const token = offset > 0 ? `&page_token=${encodeURIComponent(tokenOf(offset))}` : "";
  return encodeRequest(target, "GET", `${API}/metrics/get-history?${query}${token}`);
}
