import type { RequestOf, ResponseOf } from "@mlflow-ts/contract";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { checkMaxResults } from "../max-results.ts";
import { createPageToken, parsePageToken } from "../page-token.ts";
import { findRuns, foundCondition } from "../run-table/find-runs.ts";
import { readRows, type RunKey } from "../run-table/run-keys.ts";
import { loadRuns, type RunRow } from "./load-runs.ts";
import { runOrder } from "./run-order.ts";

const DEFAULT_MAX_RESULTS = 1000;

type SearchRequest = RequestOf<"searchRuns">;

/**
 * A page of the runs of some experiments that a filter finds. Its cost: one look at each run of the
 * database, some look-ups by key for each run of the experiments, and seven queries for the page.
 */
export async function searchRuns(
  queries: Queries,
  request: SearchRequest,
): Promise<ResponseOf<"searchRuns">> {
  const maxResults = checkMaxResults(request.max_results ?? DEFAULT_MAX_RESULTS);
  const offset = parsePageToken(request.page_token);
  const { rows, hasMore } =
    offset === 0
      ? await readFirstPage(queries, request, maxResults)
      : await readLaterPage(queries, request, offset, maxResults);
  const runs = await loadRuns(queries, rows);
  return {
    ...(runs.length > 0 && { runs }),
    ...(hasMore && { next_page_token: createPageToken(offset + maxResults) }),
  };
}

interface Page {
  readonly rows: RunRow[];
  readonly hasMore: boolean;
}

async function readFirstPage(
  queries: Queries,
  request: SearchRequest,
  maxResults: number,
): Promise<Page> {
  const order = runOrder(request.order_by);
  const { rows } = await sql<RunRow>`
    select runs.* from runs ${order.joins}
    where ${foundCondition(request)}
    order by ${order.terms} limit ${maxResults + 1}`.execute(queries);
  const hasMore = rows.length > maxResults;
  if (hasMore) rows.length = maxResults;
  return { rows, hasMore };
}

/**
 * Whoever asks for a second page asks for a third: all that is found is kept in its order until the
 * database changes, so that every further page costs no more than its own rows.
 */
async function readLaterPage(
  queries: Queries,
  request: SearchRequest,
  offset: number,
  maxResults: number,
): Promise<Page> {
  // A table knows more orders than a search, which refuses those.
  runOrder(request.order_by);
  const keys = await findRuns(queries, request, { isExact: true });
  const end = offset + maxResults;
  const rows = await readRows(queries, Array.from<RunKey>(keys.slice(offset, end)));
  return { rows, hasMore: keys.length > end };
}
