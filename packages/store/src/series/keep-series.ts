import type { Queries } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { keepMore } from "./kept-series.ts";

/** Keeps the new points of a metric as columns, before a chart asks for them. */
export function keepSeries(
  _: Queries,
  { runId, key }: { readonly runId: string; readonly key: string },
  connection: SqliteConnection,
): object {
  keepMore(connection, runId, key);
  return {};
}
