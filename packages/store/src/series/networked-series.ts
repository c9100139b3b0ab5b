import type { MetricSeries, RequestOf, ResponseOf } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import type { Columns } from "./columns.ts";
import { planSeries } from "./get-metric-series.ts";
import { LONG } from "./kept-chunk.ts";
import type { KeptLine, Reading } from "./kept-line.ts";
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
  /** What a metric answers along its steps; nothing where nothing can be read of what is kept. */
  read<Answer>(
    queries: Queries,
    metric: MetricName,
    ask: (line: KeptLine) => Reading<Answer>,
  ): Promise<Answer | undefined>;
  /** Is told of each long metric that was read. */
  note(metric: MetricName): void;
}

const caches = new WeakMap<Queries, NetworkedSeriesCache>();

/** Metrics of some runs, each as it is when it is read. */
export class NetworkedSeries {
  readonly #queries: Queries;
  readonly #kept: KeptSource | undefined;
  readonly #found: ReadonlySet<string>;
  readonly #cache: NetworkedSeriesCache;

  private constructor(
    queries: Queries,
    { readAfter, kept }: SeriesSource,
    found: ReadonlySet<string>,
  ) {
    this.#queries = queries;
    this.#kept = kept;
    this.#found = found;
    this.#cache = caches.get(queries) ?? new NetworkedSeriesCache(queries, readAfter);
    caches.set(queries, this.#cache);
  }

  static async open(
    queries: Queries,
    source: SeriesSource,
    runIds: readonly string[],
  ): Promise<NetworkedSeries> {
    const found = await source.kept?.find(queries, runIds);
    return new NetworkedSeries(queries, source, found ?? new Set());
  }

  /** A metric's points; none of an unknown one. */
  async read(metric: MetricName): Promise<Columns> {
    const columns = await this.#cache.read(metric, this.#found.has(idOf(metric)));
    if (columns.length >= LONG) this.#kept?.note(metric);
    return columns;
  }

  /** What a metric answers along its steps, from what is kept of it; nothing of most. */
  async readKept<Answer>(
    metric: MetricName,
    ask: (line: KeptLine) => Reading<Answer>,
  ): Promise<Answer | undefined> {
    if (!this.#found.has(idOf(metric))) return undefined;
    const answer = await this.#kept?.read(this.#queries, metric, ask);
    if (answer !== undefined) this.#kept?.note(metric);
    return answer;
  }
}

/** As `getMetricSeries`. */
export async function getNetworkedMetricSeries(
  queries: Queries,
  request: RequestOf<"getMetricSeries">,
  source: SeriesSource,
): Promise<ResponseOf<"getMetricSeries">> {
  const plan = await planSeries(queries, request);
  const metrics = await NetworkedSeries.open(
    queries,
    source,
    plan.map(({ runId }) => runId),
  );
  const series: MetricSeries[] = [];
  for (const { runId, keys, otherKey } of plan) {
    const other = otherKey === undefined ? undefined : await metrics.read({ runId, key: otherKey });
    for (const { key, toSeries, fromKept } of keys) {
      const metric = { runId, key };
      const kept = fromKept && (await metrics.readKept(metric, fromKept));
      series.push(...(kept ? [kept] : toSeries(await metrics.read(metric), other)));
    }
  }
  return { series };
}
