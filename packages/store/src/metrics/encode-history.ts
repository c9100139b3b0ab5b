import {
  ApiError,
  EncodedJson,
  encodeDouble,
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
 * Every point of one metric of one run, in MLflow's order: timestamp, step, value. Rows become JSON
 * one by one, so that a long history needs little more memory than its answer.
 *
 * @throws ApiError INVALID_PARAMETER_VALUE when `max_results` is not positive or the token is none.
 */
export function getMetricHistory(
  _queries: Queries,
  request: RequestOf<"getMetricHistory">,
  connection: SqliteConnection,
): EncodedJson<ResponseOf<"getMetricHistory">> {
  const { run_id, metric_key, max_results } = request;
  if (max_results !== undefined && max_results <= 0) {
    throw ApiError.invalidParameter(
      `Invalid value ${max_results} for parameter 'max_results' supplied. ` +
        "It must be a positive integer.",
    );
  }
  const offset = parsePageToken(request.page_token);
  const rowLimit = max_results === undefined ? -1 : max_results + 1;
  const head = `{"key":${JSON.stringify(metric_key)},"value":`;
  return connection.scan(SELECT_POINTS, [run_id, metric_key, rowLimit, offset], (rows) => {
    const json = new JsonWriter();
    let count = 0;
    let next = "";
    // The statement names these columns in this order.
    for (const [value, timestamp, step, isNan] of rows as Iterable<PointRow>) {
      if (count === max_results) {
        next = createPageToken(offset + max_results);
        break;
      }
      json.write(count === 0 ? '{"metrics":[' : ",");
      const shown = isNan ? '"NaN"' : encodeDouble(value);
      json.write(`${head}${shown},"timestamp":${timestamp},"step":${step}}`);
      count += 1;
    }
    json.write(count === 0 ? "{" : "]");
    json.write(next === "" ? "}" : `,"next_page_token":${JSON.stringify(next)}}`);
    return new EncodedJson(json.finish());
  });
}
