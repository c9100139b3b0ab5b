import type { EncodedJson, RequestOf, ResponseOf } from "@mlflow-ts/contract";
import type { Queries } from "../db/database.ts";
import { HistoryWriter, readHistoryPage } from "./encode-history.ts";

const ROWS_AT_ONCE = 2000;

/** As `getMetricHistory`: a cursor brings the rows in lots, so that a long history is never whole. */
export async function streamMetricHistory(
  queries: Queries,
  request: RequestOf<"getMetricHistory">,
): Promise<EncodedJson<ResponseOf<"getMetricHistory">>> {
  const { maxResults, offset } = readHistoryPage(request);
  const query = queries
    .selectFrom("metrics")
    .select(["value", "timestamp", "step", "is_nan"])
    .where("run_uuid", "=", request.run_id)
    .where("key", "=", request.metric_key)
    .orderBy("timestamp")
    .orderBy("step")
    .orderBy("value")
    // MySQL has no offset without a limit.
    .limit(maxResults === undefined ? Number.MAX_SAFE_INTEGER : maxResults + 1)
    .offset(offset);
  const writer = new HistoryWriter(request);
  for await (const row of query.stream(ROWS_AT_ONCE)) {
    if (!writer.add(row.value, row.timestamp, row.step, row.is_nan)) break;
  }
  return writer.finish();
}
