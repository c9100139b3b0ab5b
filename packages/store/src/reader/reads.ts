import type { EncodedJson, StreamedJson } from "@mlflow-ts/contract";
import { searchExperiments } from "../experiments/search-experiments.ts";
import { searchLoggedModels } from "../logged-models/search-logged-models.ts";
import { getMetricHistory } from "../metrics/get-history.ts";
import { getMetricHistoryBulk } from "../metrics/read-history.ts";
import { sampleMetricHistory } from "../metrics/sample-history.ts";
import { getMetricSeries } from "../series/get-metric-series.ts";
import { getRunMetrics } from "../series/get-run-metrics.ts";
import { keepSeries } from "../series/keep-series.ts";
import { getExperimentActivity } from "../run-table/experiment-activity.ts";
import { getRunKeys } from "../run-table/get-run-keys.ts";
import { getRunWindow } from "../run-table/get-run-window.ts";
import { getMetricExtremes } from "../run-table/metric-extremes.ts";
import { groupRuns } from "../run-table/group-runs.ts";
import { searchRuns } from "../runs/search-runs.ts";
import type { JsonPart } from "./json-part.ts";

/**
 * The long reads, by their endpoints' names. They run beside the writer, on a reading connection
 * of their own, so that none of them delays a write.
 */
export const reads = {
  searchExperiments,
  searchRuns,
  searchLoggedModels,
  getMetricHistory,
  getMetricHistoryBulk,
  getMetricHistoryBulkInterval: sampleMetricHistory,
  getMetricSeries,
  getRunMetrics,
  keepSeries,
  getRunWindow,
  getRunKeys,
  groupRuns,
  getMetricExtremes,
  getExperimentActivity,
};

export type Reads = typeof reads;
export type ReadName = keyof Reads;
export type ReadRequest<Name extends ReadName> = Parameters<Reads[Name]>[1];
export type ReadAnswer<Name extends ReadName> = Unencoded<Awaited<ReturnType<Reads[Name]>>>;

type Unencoded<Answer> = Answer extends EncodedJson<infer Plain> | JsonPart<infer Plain>
  ? Plain
  : Answer;

/** What a read's answer becomes: JSON at hand, or where it may be long, its parts as they are read. */
export type ReadJson<Name extends ReadName> =
  | EncodedJson<ReadAnswer<Name>>
  | (Extract<Awaited<ReturnType<Reads[Name]>>, JsonPart<never>> extends never
      ? never
      : StreamedJson<ReadAnswer<Name>>);
