import type { RequestOf, ResponseOf } from "@mlflow-ts/contract";
import { type RawBuilder, sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { checkMaxResults } from "../max-results.ts";
import { createPageToken, parsePageToken } from "../page-token.ts";
import { findRuns, foundCondition, isIndexedForSearch } from "../run-table/find-runs.ts";
import { readRows, type RunKey, runKey } from "../run-table/run-keys.ts";
import { loadRuns } from "./load-runs.ts";
import { runOrder } from "./run-order.ts";

const DEFAULT_MAX_RESULTS = 1000;

export type SearchRequest = RequestOf<"searchRuns">;

/**
 * A page of the runs of some experiments that a filter finds. Its cost: one look at each run of the
 * database, some look-ups by key for each run of the experiments, and six queries for the page.
 */
export async function searchRuns(
  queries: Queries,
  request: SearchRequest,
): Promise<ResponseOf<"searchRuns">> {
  const page = toPage(request);
  const keys =
    page.offset === 0
      ? await findFirstKeys(queries, request, page.limit)
      : await findLaterKeys(queries, request, page);
  const rows = await readRows(queries, keys.slice(0, page.maxResults));
  const runs = await loadRuns(queries, rows);
  return {
    ...(runs.length > 0 && { runs }),
    ...(keys.length === page.limit && { next_page_token: page.nextToken }),
  };
}

export interface Page {
  readonly offset: number;
  readonly maxResults: number;
  /** One more, which tells that another page follows. */
  readonly limit: number;
  readonly nextToken: string;
}

export function toPage(request: SearchRequest): Page {
  const maxResults = checkMaxResults(request.max_results ?? DEFAULT_MAX_RESULTS);
  const offset = parsePageToken(request.page_token);
  return {
    offset,
    maxResults,
    limit: maxResults + 1,
    nextToken: createPageToken(offset + maxResults),
  };
}

/** The query for the first runs that are found, in their order. */
export function selectFirstRuns(
  columns: RawBuilder<unknown>,
  request: SearchRequest,
  limit: number,
  isIndexed = false,
): RawBuilder<unknown> {
  const order = runOrder(request.order_by, { isIndexed });
  return sql`select ${columns} from runs ${order.joins}
    where ${foundCondition(request, isIndexed)} order by ${order.terms} limit ${limit}`;
}

/** Their keys alone: SQLite would carry whole rows through its sorting. */
async function findFirstKeys(
  queries: Queries,
  request: SearchRequest,
  limit: number,
): Promise<RunKey[]> {
  const isIndexed = await isIndexedForSearch(queries, request);
  const { rows } = await sql<{ id: RunKey }>`
    ${selectFirstRuns(sql`${runKey()} as id`, request, limit, isIndexed)}`.execute(queries);
  return rows.map(({ id }) => id);
}

/**
 * Whoever asks for a second page asks for a third: all that is found is kept in its order until the
 * database changes, so that every further page costs no more than its own rows.
 */
export async function findLaterKeys(
  queries: Queries,
  request: SearchRequest,
  { offset, limit }: Page,
): Promise<RunKey[]> {
  // A table knows more orders than a search, which refuses those.
  runOrder(request.order_by);
  const keys = await findRuns(queries, request, { isExact: true });
  return Array.from<RunKey>(keys.slice(offset, offset + limit));
}
