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
  logMetric(1, 40, 60),
  logMetric(16, 60, 100),
  wholeRuns,
  logBatch,
];
