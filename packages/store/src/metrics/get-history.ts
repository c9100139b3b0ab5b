import { ApiError, EncodedJson, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Bindable, Queries } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { JsonPart } from "../reader/json-part.ts";
import { encodeHistory } from "./encode-history.ts";
import { findPoints, type ReadRows } from "./find-points.ts";
import { createHistoryToken, parseHistoryToken } from "./history-token.ts";

/** A page of MLflow's clients; a longer answer goes out in parts of it. */
const POINTS_AT_ONCE = 25_000;

/** A client's request, or that for the next part of its answer. */
export type HistoryRequest = RequestOf<"getMetricHistory"> & { readonly isContinued?: boolean };

type History = Part<ResponseOf<"getMetricHistory">>;
type Part<T> = EncodedJson<T> | JsonPart<T>;

/**
 * Every point of one metric of one run, in MLflow's order: timestamp, step, value.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE when `max_results` is not positive or the token is none.
 */
export function getMetricHistory(
  queries: Queries,
  request: HistoryRequest,
  connection: SqliteConnection,
): Promise<History> {
  return readHistory(request, async <Row>(statement: RawBuilder<unknown>) => {
    const compiled = statement.compile(queries);
    // The statements bind texts and numbers, and name a row's columns in order.
    return connection.scan(
      compiled.sql,
      compiled.parameters as Bindable[],
      (rows) => [...rows] as Row[],
    );
  });
}

/** As {@link getMetricHistory}, in a database of a network. */
export function getNetworkedMetricHistory(
  queries: Queries,
  request: HistoryRequest,
): Promise<History> {
  return readHistory(request, async <Row>(statement: RawBuilder<unknown>) => {
    const { rows } = await statement.execute(queries);
    // Rows are objects, with their columns in the statement's order.
    return rows.map((row) => Object.values(row as object) as Row);
  });
}

/**
 * As {@link getNetworkedMetricHistory}. Of points that were just logged PostgreSQL knows no numbers,
 * takes them for few, and would sort all that follow a place; it is told to seek them in order.
 */
export function getPostgresqlMetricHistory(
  queries: Queries,
  request: HistoryRequest,
): Promise<History> {
  if (!request.page_token) return getNetworkedMetricHistory(queries, request);
  return queries.transaction().execute(async (transaction) => {
    await sql`set local enable_sort = off`.execute(transaction);
    return getNetworkedMetricHistory(transaction, request);
  });
}

async function readHistory(request: HistoryRequest, read: ReadRows): Promise<History> {
  const { run_id: runId, metric_key: key, max_results, isContinued = false } = request;
  if (max_results !== undefined && max_results <= 0) {
    throw ApiError.invalidParameter(
      `Invalid value ${max_results} for parameter 'max_results' supplied. ` +
        "It must be a positive integer.",
    );
  }
  const start = parseHistoryToken(request.page_token);
  const wanted = Math.min(max_results ?? Infinity, POINTS_AT_ONCE);
  const points = await findPoints(read, { runId, key }, start, wanted + 1);
  const hasMore = points.length > wanted;
  if (hasMore) points.pop();
  const last = points.at(-1);
  if (!hasMore || last === undefined) {
    return new EncodedJson(encodeHistory(key, { points, isContinued, follows: "end" }));
  }
  const [value, timestamp, step, isNan] = last;
  const after = { timestamp, step, value, isNan };
  const token = createHistoryToken({ offset: start.offset + wanted, after });
  if (wanted === max_results) {
    return new EncodedJson(encodeHistory(key, { points, isContinued, follows: { token } }));
  }
  return new JsonPart(encodeHistory(key, { points, isContinued, follows: "more" }), {
    ...request,
    page_token: token,
    max_results: max_results === undefined ? undefined : max_results - wanted,
    isContinued: true,
  });
}
