import type { Queries } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { keepMore } from "./kept-series.ts";
import type { MetricName } from "./metric-name.ts";

/** Keeps the new points of a metric as columns, before a chart asks for them. */
export async function keepSeries(
  _: Queries,
  metric: MetricName,
  connection: SqliteConnection,
): Promise<object> {
  keepMore(connection, metric);
  return {};
}
