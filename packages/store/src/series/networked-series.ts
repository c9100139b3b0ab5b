import type { MetricSeries, RequestOf, ResponseOf } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { type KeyPlan, planSeries } from "./get-metric-series.ts";
import { LONG } from "./kept-chunk.ts";
import { NetworkedSeriesCache, type ReadAfter } from "./networked-series-cache.ts";
import { idOf, type MetricName } from "./metric-name.ts";

/** How a database of a network is asked for metrics. */
export interface SeriesSource {
  readonly readAfter: ReadAfter;
  /** Where long metrics are kept as columns. */
  readonly kept?: KeptSource;
}

export interface KeptSource {
  /** The ids of those metrics of runs of which something may be kept. */
  find(queries: Queries, runIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** A metric along its steps; nothing where nothing can be read of what is kept. */
  readSeries(
    queries: Queries,
    metric: MetricName,
    outline: NonNullable<KeyPlan["outline"]>,
  ): Promise<MetricSeries | undefined>;
  /** Is told of each long metric that was read. */
  note(metric: MetricName): void;
}

const caches = new WeakMap<Queries, NetworkedSeriesCache>();

/** As `getMetricSeries`, each metric as it is when it is read. */
export async function getNetworkedMetricSeries(
  queries: Queries,
  request: RequestOf<"getMetricSeries">,
  { readAfter, kept }: SeriesSource,
): Promise<ResponseOf<"getMetricSeries">> {
  const plan = await planSeries(queries, request);
  const found = await kept?.find(
    queries,
    plan.map(({ runId }) => runId),
  );
  let cache = caches.get(queries);
  if (cache === undefined) {
    caches.set(queries, (cache = new NetworkedSeriesCache(queries, readAfter)));
  }
  const read = async (metric: MetricName) => {
    const columns = await cache.read(metric, found?.has(idOf(metric)) ?? false);
    if (columns.length >= LONG) kept?.note(metric);
    return columns;
  };
  const series: MetricSeries[] = [];
  for (const { runId, keys, otherKey } of plan) {
    const other = otherKey === undefined ? undefined : await read({ runId, key: otherKey });
    for (const { key, toSeries, outline } of keys) {
      const metric = { runId, key };
      const fromKept =
        outline && found?.has(idOf(metric))
          ? await kept?.readSeries(queries, metric, outline)
          : undefined;
      if (fromKept) kept?.note(metric);
      series.push(...(fromKept ? [fromKept] : toSeries(await read(metric), other)));
    }
  }
  return { series };
}
