import type { MetricSeries, RequestOf, ResponseOf } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { planSeries } from "./get-metric-series.ts";
import { NetworkedSeriesCache, type ReadAfter } from "./networked-series-cache.ts";

const caches = new WeakMap<Queries, NetworkedSeriesCache>();

/** As `getMetricSeries`, each metric as it is when it is read, by `readAfter`. */
export async function getNetworkedMetricSeries(
  queries: Queries,
  request: RequestOf<"getMetricSeries">,
  readAfter: ReadAfter,
): Promise<ResponseOf<"getMetricSeries">> {
  const plan = await planSeries(queries, request);
  let cache = caches.get(queries);
  if (cache === undefined) {
    caches.set(queries, (cache = new NetworkedSeriesCache(queries, readAfter)));
  }
  const series: MetricSeries[] = [];
  for (const { runId, keys, otherKey } of plan) {
    const other = otherKey === undefined ? undefined : await cache.read(runId, otherKey);
    for (const { key, toSeries } of keys) {
      series.push(...toSeries(await cache.read(runId, key), other));
    }
  }
  return { series };
}
