import type { MetricSeries, RequestOf, ResponseOf } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import type { ConnectionPool } from "../db/postgresql/connection-pool.ts";
import { planSeries } from "./get-metric-series.ts";
import { PostgresqlSeriesCache } from "./postgresql-series-cache.ts";

const caches = new WeakMap<ConnectionPool, PostgresqlSeriesCache>();

/** As `getMetricSeries`, each metric as it is when it is read. */
export async function getMetricSeriesOnPostgresql(
  queries: Queries,
  request: RequestOf<"getMetricSeries">,
  pool: ConnectionPool,
): Promise<ResponseOf<"getMetricSeries">> {
  const plan = await planSeries(queries, request);
  let cache = caches.get(pool);
  if (cache === undefined) caches.set(pool, (cache = new PostgresqlSeriesCache(pool)));
  const series: MetricSeries[] = [];
  for (const { runId, keys, otherKey } of plan) {
    const other = otherKey === undefined ? undefined : await cache.read(runId, otherKey);
    for (const { key, toSeries } of keys) {
      series.push(...toSeries(await cache.read(runId, key), other));
    }
  }
  return { series };
}
