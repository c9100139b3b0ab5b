import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import type { MetricsTable } from "../db/tables.ts";
import { toMetric } from "../runs/load-runs.ts";
import { METRICS_BY_RUN } from "./metrics-by-run.ts";

const MAX_RUNS = 100;
const MAX_RESULTS_PER_RUN = 2500;

type SampledRow = Pick<MetricsTable, "value" | "timestamp" | "step" | "is_nan">;

interface Range {
  readonly start: number;
  readonly end: number;
}

function readRange(request: RequestOf<"getMetricHistoryBulkInterval">): Range | undefined {
  const { start_step: start, end_step: end } = request;
  if (start === undefined && end === undefined) return undefined;
  if (start === undefined || end === undefined) {
    throw ApiError.invalidParameter(
      "If either start step or end step are specified, both must be specified.",
    );
  }
  if (start > end) {
    throw ApiError.invalidParameter(
      `end_step must be greater than start_step. Found start_step=${start} and end_step=${end}.`,
    );
  }
  return { start, end };
}

/**
 * At most `count` points of one run's metric: those rank first in `count` even groups by step, and
 * the very last. Ranks and groups are MLflow's (SQL's NTILE), so both servers choose the same.
 */
async function sampleRun(
  queries: Queries,
  runId: string,
  key: string,
  count: number,
  range: Range | undefined,
): Promise<SampledRow[]> {
  const within = range ? sql`and step between ${range.start} and ${range.end}` : sql``;
  const points = sql`from ${METRICS_BY_RUN} where run_uuid = ${runId} and "key" = ${key} ${within}`;
  const { rows } = await sql<SampledRow>`
    with numbered as (
      select value, timestamp, step, is_nan,
        ntile(${sql.lit(count)}) over (order by step, timestamp, value, is_nan) as bucket
      ${points}
    ), ranked as (
      select value, timestamp, step, is_nan,
        row_number() over (partition by bucket order by step, timestamp, value, is_nan) as "rank"
      from numbered
    )
    select value, timestamp, step, is_nan from ranked where "rank" = 1
    order by step, timestamp, value, is_nan`.execute(queries);
  const lastRows = await sql<SampledRow>`
    select value, timestamp, step, is_nan ${points}
    order by step desc, timestamp desc, value desc, is_nan desc limit 1`.execute(queries);
  const [last] = lastRows.rows;
  const sampledLast = rows.at(-1);
  if (last === undefined || (sampledLast && isSamePoint(sampledLast, last))) return rows;
  if (rows.length >= count) rows.pop();
  rows.push(last);
  return rows;
}

function isSamePoint(a: SampledRow, b: SampledRow): boolean {
  return (
    a.step === b.step && a.timestamp === b.timestamp && a.value === b.value && a.is_nan === b.is_nan
  );
}

/** A sample of one metric of up to 100 runs, evenly spread over the points between two steps. */
export async function sampleMetricHistory(
  queries: Queries,
  request: RequestOf<"getMetricHistoryBulkInterval">,
): Promise<ResponseOf<"getMetricHistoryBulkInterval">> {
  const { run_ids: runIds, metric_key: key, max_results = MAX_RESULTS_PER_RUN } = request;
  const seeDocs = "See the API docs for more information about request parameters.";
  if (runIds.length === 0) {
    throw ApiError.invalidParameter(`Missing value for required parameter 'run_ids'. ${seeDocs}`);
  }
  if (runIds.length > MAX_RUNS) {
    throw ApiError.invalidParameter(
      `GetMetricHistoryBulkInterval request must specify at most ${MAX_RUNS} run_ids. ` +
        `Received ${runIds.length} run_ids. ${seeDocs}`,
    );
  }
  if (max_results < 1 || max_results > MAX_RESULTS_PER_RUN) {
    throw ApiError.invalidParameter(
      `max_results must be between 1 and ${MAX_RESULTS_PER_RUN}. ${seeDocs}`,
    );
  }
  const range = readRange(request);
  const metrics = [];
  for (const runId of runIds) {
    for (const row of await sampleRun(queries, runId, key, max_results, range)) {
      const { value, timestamp, step } = toMetric({ key, ...row });
      metrics.push({ key, value, timestamp, step, run_id: runId });
    }
  }
  return metrics.length > 0 ? { metrics } : {};
}
