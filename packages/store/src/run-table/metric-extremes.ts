import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { listTable } from "../db/in-list.ts";
import { JOIN_IN_ORDER } from "../db/plan-hints.ts";
import { findRuns, foundKey } from "./find-runs.ts";
import { keep } from "./keep.ts";
import { runKey, type RunKeys } from "./run-keys.ts";

const MAX_METRICS = 200;

interface Extremes {
  readonly min: number | null;
  readonly max: number | null;
}

/**
 * The smallest and largest latest value of metrics, by which a table marks the best. Each metric
 * costs one look-up a run and is kept by itself, so that scrolling to another asks for that only.
 */
export async function getMetricExtremes(
  queries: Queries,
  request: RequestOf<"getMetricExtremes">,
): Promise<ResponseOf<"getMetricExtremes">> {
  const { metric_keys: keys } = request;
  if (keys.length > MAX_METRICS) {
    throw ApiError.invalidParameter(
      `Invalid value for parameter 'metric_keys': ${keys.length} keys; at most ${MAX_METRICS} are allowed.`,
    );
  }
  const ids = await findRuns(queries, request);
  const metrics = [];
  for (const key of keys) {
    metrics.push(
      await keep(queries, `extremes ${foundKey(request)} ${key}`, () =>
        readExtremes(queries, ids, key),
      ),
    );
  }
  return { metrics };
}

async function readExtremes(queries: Queries, ids: RunKeys, key: string) {
  const { rows } = await sql<Extremes>`
    select min(metric.value) as min, max(metric.value) as max
    from ${listTable("found", [...ids])}
    ${JOIN_IN_ORDER} runs on ${runKey()} = found.value
    ${JOIN_IN_ORDER} latest_metrics as metric
      on metric.key = ${key} and metric.run_uuid = runs.run_uuid
    where not metric.is_nan and abs(metric.value) < ${Number.MAX_VALUE}`.execute(queries);
  const { min = null, max = null } = rows[0] ?? {};
  return min === null || max === null ? null : { min, max };
}
