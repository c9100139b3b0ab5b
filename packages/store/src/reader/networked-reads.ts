import { streamMetricHistory } from "../metrics/stream-history.ts";
import type { NetworkedDialect } from "../db/networked/engine.ts";
import { groupNetworkedRuns } from "../run-table/group-runs.ts";
import type { ReadAfter } from "../series/networked-series-cache.ts";
import { getNetworkedMetricSeries } from "../series/networked-series.ts";
import { getNetworkedRunMetrics } from "../series/networked-run-metrics.ts";
import { readSeriesByRows } from "../series/read-series-by-rows.ts";
import { readPostgresqlSeries } from "../series/read-postgresql-series.ts";
import { reads, type ReadRequest } from "./reads.ts";
import type { Queries } from "../db/database.ts";

const READ_SERIES: Readonly<Record<NetworkedDialect, ReadAfter>> = {
  postgresql: readPostgresqlSeries,
  mysql: readSeriesByRows,
};

/** The long reads, those that go row by row in the way of databases of a network. */
export function networkedReads(dialect: NetworkedDialect) {
  return {
    ...reads,
    getMetricHistory: streamMetricHistory,
    getMetricSeries: (queries: Queries, request: ReadRequest<"getMetricSeries">) =>
      getNetworkedMetricSeries(queries, request, READ_SERIES[dialect]),
    getRunMetrics: getNetworkedRunMetrics,
    groupRuns: groupNetworkedRuns,
  };
}
