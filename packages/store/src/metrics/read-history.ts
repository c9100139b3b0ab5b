import {
  ApiError,
  type Int64,
  type Metric,
  type RequestOf,
  type ResponseOf,
} from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { type MetricRow, toMetric } from "../runs/load-runs.ts";
import { METRICS_BY_RUN } from "./metrics-by-run.ts";

const MAX_BULK_RESULTS = 25_000;
const MAX_BULK_RUNS = 100;

interface PointOfRun {
  key: string;
  value: number | "NaN";
  timestamp: Int64;
  step: Int64;
  run_id: string;
}

/** One metric of up to 100 runs, by run, then timestamp, step and value; at most 25,000 points. */
export async function getMetricHistoryBulk(
  queries: Queries,
  request: RequestOf<"getMetricHistoryBulk">,
): Promise<ResponseOf<"getMetricHistoryBulk">> {
  const { run_id: runIds, metric_key } = request;
  if (runIds.length === 0) {
    throw ApiError.invalidParameter(
      "GetMetricHistoryBulk request must specify at least one run_id.",
    );
  }
  if (runIds.length > MAX_BULK_RUNS) {
    throw ApiError.invalidParameter(
      `GetMetricHistoryBulk request cannot specify more than ${MAX_BULK_RUNS} run_ids. ` +
        `Received ${runIds.length} run_ids.`,
    );
  }
  if (metric_key === undefined) {
    throw ApiError.invalidParameter("GetMetricHistoryBulk request must specify a metric_key.");
  }
  const limit = Math.min(request.max_results ?? MAX_BULK_RESULTS, MAX_BULK_RESULTS);
  if (limit < 0) {
    throw ApiError.invalidParameter(
      `Invalid value ${limit} for parameter 'max_results' supplied. It must not be negative.`,
    );
  }
  const { rows } = await sql<MetricRow & { run_uuid: string }>`
    select run_uuid, "key", value, timestamp, step, is_nan from ${METRICS_BY_RUN}
    where "key" = ${metric_key} and ${isIn("run_uuid", runIds)}
    order by run_uuid, timestamp, step, value limit ${limit}`.execute(queries);
  const metrics: PointOfRun[] = rows.map((row) => ({ ...toPoint(row), run_id: row.run_uuid }));
  return { metrics };
}

function toPoint(row: MetricRow): Omit<PointOfRun, "run_id"> {
  const { key, value, timestamp, step }: Metric = toMetric(row);
  return { key, value, timestamp, step };
}
