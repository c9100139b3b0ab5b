import { type RawBuilder, sql } from "kysely";
import { perDialect } from "../db/per-dialect.ts";

/**
 * The table of points, read by run and metric. Without the name of the index SQLite, which knows no
 * numbers of rows, takes the table's key: it holds all columns, but begins with the metric's name,
 * and so the points of every run that logged a metric of this name would be read.
 */
export const METRICS_BY_RUN: RawBuilder<unknown> = perDialect({
  sqlite: sql`metrics indexed by index_metrics_run_uuid_key_step`,
  postgresql: sql.table("metrics"),
  mysql: sql.table("metrics"),
});
