import {
  ApiError,
  EncodedJson,
  encodeDouble,
  type Int64,
  type RequestOf,
  type ResponseOf,
} from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import type { SqliteConnection } from "../db/sqlite-connection.ts";
import { createPageToken, parsePageToken } from "../page-token.ts";
import { JsonWriter } from "./json-writer.ts";
import { POINTS_BY_RUN } from "./metrics-by-run.ts";

/** One row of the statement below. */
type PointRow = [value: number, timestamp: number | bigint, step: number | bigint, isNan: unknown];

const SELECT_POINTS = `
  select value, ifnull(timestamp, 0), step, is_nan from ${POINTS_BY_RUN}
  where run_uuid = ? and key = ? order by timestamp, step, value limit ? offset ?`;

/**
 * What page of a history is asked for.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE when `max_results` is not positive or the token is none.
 */
export function readHistoryPage({ max_results, page_token }: RequestOf<"getMetricHistory">): {
  readonly maxResults: number | undefined;
  readonly offset: number;
} {
  if (max_results !== undefined && max_results <= 0) {
    throw ApiError.invalidParameter(
      `Invalid value ${max_results} for parameter 'max_results' supplied. ` +
        "It must be a positive integer.",
    );
  }
  return { maxResults: max_results, offset: parsePageToken(page_token) };
}

/** Writes points as JSON one by one, so that a long history needs little more than its answer. */
export class HistoryWriter {
  readonly #json = new JsonWriter();
  readonly #head: string;
  readonly #maxResults: number;
  readonly #offset: number;
  #count = 0;
  #hasMore = false;

  constructor(request: RequestOf<"getMetricHistory">) {
    const { maxResults = Infinity, offset } = readHistoryPage(request);
    this.#head = `{"key":${JSON.stringify(request.metric_key)},"value":`;
    this.#maxResults = maxResults;
    this.#offset = offset;
  }

  /** Answers whether the page has room for it. */
  add(value: number, timestamp: Int64, step: Int64, isNan: unknown): boolean {
    if (this.#count === this.#maxResults) {
      this.#hasMore = true;
      return false;
    }
    this.#json.write(this.#count === 0 ? '{"metrics":[' : ",");
    const shown = isNan ? '"NaN"' : encodeDouble(value);
    this.#json.write(`${this.#head}${shown},"timestamp":${timestamp},"step":${step}}`);
    this.#count += 1;
    return true;
  }

  finish(): EncodedJson<ResponseOf<"getMetricHistory">> {
    this.#json.write(this.#count === 0 ? "{" : "]");
    if (this.#hasMore) {
      const next = createPageToken(this.#offset + this.#maxResults);
      this.#json.write(`,"next_page_token":${JSON.stringify(next)}`);
    }
    this.#json.write("}");
    return new EncodedJson(this.#json.finish());
  }
}

/**
 * Every point of one metric of one run, in MLflow's order: timestamp, step, value.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE when `max_results` is not positive or the token is none.
 */
export function getMetricHistory(
  _queries: Queries,
  request: RequestOf<"getMetricHistory">,
  connection: SqliteConnection,
): EncodedJson<ResponseOf<"getMetricHistory">> {
  const { run_id, metric_key } = request;
  const { maxResults, offset } = readHistoryPage(request);
  const rowLimit = maxResults === undefined ? -1 : maxResults + 1;
  return connection.scan(SELECT_POINTS, [run_id, metric_key, rowLimit, offset], (rows) => {
    const writer = new HistoryWriter(request);
    // The statement names these columns in this order.
    for (const [value, timestamp, step, isNan] of rows as Iterable<PointRow>) {
      if (!writer.add(value, timestamp, step, isNan)) break;
    }
    return writer.finish();
  });
}
