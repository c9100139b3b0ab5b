import { getMetricHistoryOnPostgresql } from "../metrics/postgresql-history.ts";
import { groupRunsOnPostgresql } from "../run-table/group-runs.ts";
import { getMetricSeriesOnPostgresql } from "../series/postgresql-series.ts";
import { getRunMetricsOnPostgresql } from "../series/postgresql-run-metrics.ts";
import { reads } from "./reads.ts";

/** The long reads, those that go row by row in PostgreSQL's way. */
export const postgresqlReads = {
  ...reads,
  getMetricHistory: getMetricHistoryOnPostgresql,
  getMetricSeries: getMetricSeriesOnPostgresql,
  getRunMetrics: getRunMetricsOnPostgresql,
  groupRuns: groupRunsOnPostgresql,
};
