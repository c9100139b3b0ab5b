import {
  ApiError,
  type MetricSeries,
  type RequestOf,
  type ResponseOf,
  shown,
} from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { type Choice, choosePoints, type Range } from "./choose-points.ts";
import { at, type Columns } from "./columns.ts";
import type { KeptLine, Reading } from "./kept-line.ts";
import { type Line, lineByMetric, lineBySteps, lineByTime } from "./line.ts";
import { seriesCacheOf } from "./series-cache.ts";
import { smooth } from "./smooth.ts";
import { summarize } from "./summarize.ts";

const MAX_SERIES = 10_000;
const DEFAULT_BUCKETS = 500;
/** Of all series of an answer together, so that it stays below some 30 MB. */
const MAX_BUCKETS = 250_000;

type Request = RequestOf<"getMetricSeries">;

/**
 * Metrics of many runs at the width of a chart. The first look at a metric reads all its points;
 * later ones, also at other ranges, take milliseconds.
 */
export async function getMetricSeries(
  queries: Queries,
  request: Request,
  connection: SqliteConnection,
): Promise<ResponseOf<"getMetricSeries">> {
  const plan = await planSeries(queries, request);
  const cache = seriesCacheOf(connection);
  const series: MetricSeries[] = [];
  cache.inSnapshot(() => {
    for (const { runId, keys, otherKey } of plan) {
      const other = otherKey === undefined ? undefined : cache.read(runId, otherKey);
      for (const { key, toSeries, fromKept } of keys) {
        const kept = fromKept && cache.readKept({ runId, key }, fromKept);
        series.push(...(kept ? [kept] : toSeries(cache.read(runId, key), other)));
      }
    }
  });
  return { series };
}

/** What is asked for of one run. */
interface RunPlan {
  readonly runId: string;
  /** The metric that is the axis. */
  readonly otherKey: string | undefined;
  readonly keys: readonly KeyPlan[];
}

interface KeyPlan {
  readonly key: string;
  readonly toSeries: (columns: Columns, other: Columns | undefined) => MetricSeries[];
  /** The same from what is kept of a metric, where that is enough. */
  readonly fromKept: ((line: KeptLine) => Reading<MetricSeries>) | undefined;
}

/** What is to be read for a request, run by run, and what becomes of it. */
export async function planSeries(queries: Queries, request: Request): Promise<RunPlan[]> {
  checkRequest(request);
  const runIds = [...new Set(request.run_ids)];
  const keys = [...new Set(request.metric_keys)];
  const startTimes = await readStartTimes(queries, runIds);
  const buckets = Math.min(
    request.buckets ?? DEFAULT_BUCKETS,
    Math.max(1, Math.floor(MAX_BUCKETS / (runIds.length * keys.length))),
  );
  const otherKey = request.x_axis === "METRIC" ? (request.x_metric_key ?? "") : undefined;
  // Times, and what all values add to, are in no summary.
  const isBySummary = (request.x_axis ?? "STEP") === "STEP" && !request.smoothing;
  return runIds.map((runId) => ({
    runId,
    otherKey,
    keys: keys.map((key) => ({
      key,
      toSeries: (columns, other) => {
        if (columns.length === 0) return [];
        const line = other
          ? lineByMetric(columns, other)
          : lineAlong(request.x_axis, columns, startTimes.get(runId));
        const choice = choosePoints(line.xs, line.ys, rangeOf(request), buckets);
        const sampled = encode(line, choice, request);
        return [{ run_id: runId, metric_key: key, ...summarize(columns), ...sampled }];
      },
      fromKept: isBySummary
        ? (kept) => {
            const { needed, choose } = kept.outline(rangeOf(request), buckets);
            const toAnswer = (values: Float64Array): MetricSeries => {
              const { line, choice } = choose(values);
              const sampled = encode(line, choice, request);
              return { run_id: runId, metric_key: key, ...kept.summarize(), ...sampled };
            };
            return { needed, columns: ["values"], toAnswer };
          }
        : undefined,
    })),
  }));
}

function checkRequest({ run_ids, metric_keys, buckets, start, end, ...request }: Request): void {
  for (const [name, { length }] of Object.entries({ run_ids, metric_keys })) {
    if (length > 0) continue;
    throw ApiError.invalidParameter(`Missing value for required parameter '${name}'.`);
  }
  if (run_ids.length * metric_keys.length > MAX_SERIES) {
    throw ApiError.invalidParameter(
      `At most ${MAX_SERIES} series can be asked for at once. Got ${run_ids.length} run_ids ` +
        `and ${metric_keys.length} metric_keys.`,
    );
  }
  if (buckets !== undefined && (buckets < 1 || buckets > MAX_BUCKETS)) {
    throw ApiError.invalidParameter(
      `Invalid value ${buckets} for parameter 'buckets' supplied: It must be between 1 and ` +
        `${MAX_BUCKETS}.`,
    );
  }
  const { smoothing = 0 } = request;
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw ApiError.invalidParameter(
      `Invalid value ${smoothing} for parameter 'smoothing' supplied: It must be at least 0 and ` +
        "below 1.",
    );
  }
  if (start !== undefined && end !== undefined && !(start <= end)) {
    throw ApiError.invalidParameter(
      `Invalid value ${shown(end)} for parameter 'end' supplied: It must not be less than ` +
        `start, which is ${start}.`,
    );
  }
  if (request.x_axis === "METRIC" && !request.x_metric_key) {
    throw ApiError.invalidParameter(
      "Missing value for required parameter 'x_metric_key': x_axis METRIC needs it.",
    );
  }
}

async function readStartTimes(
  queries: Queries,
  runIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await queries
    .selectFrom("runs")
    .select(["run_uuid", "start_time"])
    .where(isIn("run_uuid", runIds))
    .execute();
  return new Map(rows.map((row) => [row.run_uuid, Number(row.start_time ?? 0)]));
}

function lineAlong(axis: Request["x_axis"], columns: Columns, runStart: number | undefined): Line {
  if (axis === "TIME") return lineByTime(columns, 0);
  if (axis !== "RELATIVE_TIME") return lineBySteps(columns);
  // A run that was brought from elsewhere may say no start, or one after its first points.
  const first = at(columns.times, 0);
  return lineByTime(columns, runStart && runStart <= first ? runStart : first);
}

function rangeOf({ start = -Infinity, end = Infinity }: Request): Range {
  return { start, end };
}

function encode(
  { xs, ys, steps }: Line,
  { indices, countInRange, isSampled }: Choice,
  { smoothing = 0 }: Request,
): Pick<MetricSeries, "count_in_range" | "is_sampled" | "x" | "y" | "smooth" | "step"> {
  return {
    count_in_range: countInRange,
    is_sampled: isSampled,
    x: pick(xs, indices),
    // JSON has no NaN and writes null.
    y: pick(ys, indices),
    ...(smoothing > 0 && { smooth: pick(smooth(ys, smoothing), indices) }),
    ...(xs !== steps && { step: pick(steps, indices) }),
  };
}

function pick(column: Float64Array, indices: readonly number[]): number[] {
  return indices.map((index) => at(column, index));
}
