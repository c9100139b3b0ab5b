import { getNetworkedMetricHistory, getPostgresqlMetricHistory } from "../metrics/get-history.ts";
import type { NetworkedDialect } from "../db/networked/engine.ts";
import { groupNetworkedRuns } from "../run-table/group-runs.ts";
import { sampleNetworkedMetricHistory } from "../metrics/sample-history.ts";
import { getNetworkedMetricSeries, type SeriesSource } from "../series/networked-series.ts";
import { getNetworkedRunMetrics } from "../series/networked-run-metrics.ts";
import { keepMoreOnPostgresql } from "../series/postgresql-kept-series.ts";
import { PostgresqlSeries } from "../series/postgresql-series.ts";
import { readSeriesByRows } from "../series/read-series-by-rows.ts";
import { searchPostgresqlRuns } from "../runs/search-postgresql-runs.ts";
import { reads, type ReadRequest } from "./reads.ts";
import type { Queries } from "../db/database.ts";

const GET_HISTORY = {
  postgresql: getPostgresqlMetricHistory,
  mysql: getNetworkedMetricHistory,
} as const satisfies Record<NetworkedDialect, unknown>;

/** The long reads, some of them in the way of databases of a network. */
export function networkedReads(dialect: NetworkedDialect) {
  const postgresql = dialect === "postgresql" ? new PostgresqlSeries() : undefined;
  const source: SeriesSource = postgresql ?? { readAfter: readSeriesByRows };
  return {
    reads: {
      ...reads,
      searchRuns: dialect === "postgresql" ? searchPostgresqlRuns : reads.searchRuns,
      getMetricHistory: GET_HISTORY[dialect],
      getMetricHistoryBulkInterval: (
        queries: Queries,
        request: ReadRequest<"getMetricHistoryBulkInterval">,
      ) => sampleNetworkedMetricHistory(queries, request, source),
      getMetricSeries: (queries: Queries, request: ReadRequest<"getMetricSeries">) =>
        getNetworkedMetricSeries(queries, request, source),
      getRunMetrics: getNetworkedRunMetrics,
      groupRuns: groupNetworkedRuns,
      keepSeries: async (queries: Queries, metric: ReadRequest<"keepSeries">) => {
        if (postgresql) await keepMoreOnPostgresql(queries, metric);
        return {};
      },
    },
    /** What nobody waits for; it writes. */
    save: async (primary: Queries): Promise<void> => postgresql?.save(primary),
  };
}
