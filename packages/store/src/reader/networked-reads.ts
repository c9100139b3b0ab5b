import { getNetworkedMetricHistory, getPostgresqlMetricHistory } from "../metrics/get-history.ts";
import type { NetworkedDialect } from "../db/networked/engine.ts";
import { groupNetworkedRuns } from "../run-table/group-runs.ts";
import type { ReadAfter } from "../series/networked-series-cache.ts";
import { getNetworkedMetricSeries } from "../series/networked-series.ts";
import { getNetworkedRunMetrics } from "../series/networked-run-metrics.ts";
import { readSeriesByRows } from "../series/read-series-by-rows.ts";
import { readPostgresqlSeries } from "../series/read-postgresql-series.ts";
import { searchPostgresqlRuns } from "../runs/search-postgresql-runs.ts";
import { reads, type ReadRequest } from "./reads.ts";
import type { Queries } from "../db/database.ts";

const READ_SERIES: Readonly<Record<NetworkedDialect, ReadAfter>> = {
  postgresql: readPostgresqlSeries,
  mysql: readSeriesByRows,
};

const GET_HISTORY = {
  postgresql: getPostgresqlMetricHistory,
  mysql: getNetworkedMetricHistory,
} as const satisfies Record<NetworkedDialect, unknown>;

/** The long reads, some of them in the way of databases of a network. */
export function networkedReads(dialect: NetworkedDialect) {
  return {
    ...reads,
    searchRuns: dialect === "postgresql" ? searchPostgresqlRuns : reads.searchRuns,
    getMetricHistory: GET_HISTORY[dialect],
    getMetricSeries: (queries: Queries, request: ReadRequest<"getMetricSeries">) =>
      getNetworkedMetricSeries(queries, request, READ_SERIES[dialect]),
    getRunMetrics: getNetworkedRunMetrics,
    groupRuns: groupNetworkedRuns,
  };
}
