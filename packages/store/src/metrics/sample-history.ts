import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { type MetricRow, toMetric } from "../runs/load-runs.ts";
import type { Columns } from "../series/columns.ts";
import type { Range } from "../series/choose-points.ts";
import { choosePlaces, KeptLine, type Reading, type Sample } from "../series/kept-line.ts";
import type { MetricName } from "../series/metric-name.ts";
import { NetworkedSeries, type SeriesSource } from "../series/networked-series.ts";
import { seriesCacheOf } from "../series/series-cache.ts";
import { METRICS_BY_RUN } from "./metrics-by-run.ts";

const MAX_RUNS = 100;
const MAX_RESULTS_PER_RUN = 2500;

type Request = RequestOf<"getMetricHistoryBulkInterval">;
type Response = ResponseOf<"getMetricHistoryBulkInterval">;
type SampledRow = Omit<MetricRow, "key">;
type AskLine = (line: KeptLine) => Reading<Sample>;

/** A sample of one metric of up to 100 runs, evenly spread over the points between two steps. */
export async function sampleMetricHistory(
  queries: Queries,
  request: Request,
  connection: SqliteConnection,
): Promise<Response> {
  const plan = planSampling(request);
  const cache = seriesCacheOf(connection);
  return sampleRuns(queries, plan, async (metric, ask) =>
    cache.inSnapshot(
      () => cache.readKept(metric, ask) ?? askWhole(cache.read(metric.runId, metric.key), ask),
    ),
  );
}

/** The same in a database of a network. */
export async function sampleNetworkedMetricHistory(
  queries: Queries,
  request: Request,
  source: SeriesSource,
): Promise<Response> {
  const plan = planSampling(request);
  const metrics = await NetworkedSeries.open(queries, source, plan.runIds);
  return sampleRuns(
    queries,
    plan,
    async (metric, ask) =>
      (await metrics.readKept(metric, ask)) ?? askWhole(await metrics.read(metric), ask),
  );
}

function askWhole(columns: Columns, ask: AskLine): Sample {
  return ask(new KeptLine([], columns)).toAnswer(new Float64Array());
}

async function sampleRuns(
  queries: Queries,
  { runIds, key, limit, range }: Plan,
  readSample: (metric: MetricName, ask: AskLine) => Promise<Sample>,
): Promise<Response> {
  const { start = -Infinity, end = Infinity } = range ?? {};
  const metrics = [];
  for (const runId of runIds) {
    const metric = { runId, key };
    const { points, isExact } = await readSample(metric, (line) =>
      line.sample({ start, end }, limit),
    );
    const rows = isExact ? points.map(toRow) : await sampleExactly(queries, metric, limit, range);
    for (const row of rows) {
      const { value, timestamp, step } = toMetric({ key, ...row });
      metrics.push({ key, value, timestamp, step, run_id: runId });
    }
  }
  return metrics.length > 0 ? { metrics } : {};
}

function toRow({ step, time, value }: Sample["points"][number]): SampledRow {
  return { step, timestamp: time, value, is_nan: Number.isNaN(value) ? 1 : 0 };
}

interface Plan {
  readonly runIds: readonly string[];
  readonly key: string;
  /** Points of a run at most. */
  readonly limit: number;
  readonly range: Range | undefined;
}

function planSampling(request: Request): Plan {
  const { run_ids, metric_key: key, max_results = MAX_RESULTS_PER_RUN } = request;
  const seeDocs = "See the API docs for more information about request parameters.";
  if (run_ids.length === 0) {
    throw ApiError.invalidParameter(`Missing value for required parameter 'run_ids'. ${seeDocs}`);
  }
  if (run_ids.length > MAX_RUNS) {
    throw ApiError.invalidParameter(
      `GetMetricHistoryBulkInterval request must specify at most ${MAX_RUNS} run_ids. ` +
        `Received ${run_ids.length} run_ids. ${seeDocs}`,
    );
  }
  if (max_results < 1 || max_results > MAX_RESULTS_PER_RUN) {
    throw ApiError.invalidParameter(
      `max_results must be between 1 and ${MAX_RESULTS_PER_RUN}. ${seeDocs}`,
    );
  }
  return { runIds: run_ids, key, limit: max_results, range: readRange(request) };
}

function readRange({ start_step: start, end_step: end }: Request): Range | undefined {
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

/** From the rows, as steps and times beyond 2^53 are in no double. */
async function sampleExactly(
  queries: Queries,
  { runId, key }: MetricName,
  limit: number,
  range: Range | undefined,
): Promise<SampledRow[]> {
  const within = range ? sql`and step between ${range.start} and ${range.end}` : sql``;
  const points = sql`from ${METRICS_BY_RUN} where run_uuid = ${runId} and "key" = ${key} ${within}`;
  const counted = await sql<{ count: number }>`select count(*) as count ${points}`.execute(queries);
  const places = choosePlaces(counted.rows[0]?.count ?? 0, limit).map((place) => place + 1);
  const { rows } = await sql<SampledRow>`
    select value, timestamp, step, is_nan from (
      select value, timestamp, step, is_nan,
        row_number() over (order by step, timestamp, value, is_nan) as place ${points}
    ) as placed where ${isIn("place", places)} order by place`.execute(queries);
  return rows;
}
