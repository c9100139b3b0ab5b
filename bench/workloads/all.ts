import { history } from "./history.ts";
import { logBatch } from "./log-batch.ts";
import { logMetric } from "./log-metric.ts";
import { filteredSearch, firstPage } from "./search.ts";
import { wholeRuns } from "./whole-runs.ts";
import type { Workload } from "./workload.ts";

/** Reads first: they measure both servers on the same data, before the writes make it differ. */
export const WORKLOADS: readonly Workload[] = [
  filteredSearch,
  firstPage,
  history,
  logMetric(1, { sqlite: { atLeast: 40, aim: 60 }, postgresql: {} }),
  logMetric(16, { sqlite: { atLeast: 60, aim: 100 }, postgresql: { atLeast: 20 } }),
  wholeRuns,
  logBatch,
];
