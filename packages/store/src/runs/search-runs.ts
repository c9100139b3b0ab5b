import type { RequestOf, ResponseOf } from "@mlflow-ts/contract";
import { parseFilter } from "@mlflow-ts/contract/filter";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { filterToSql } from "../db/filter-to-sql.ts";
import { inList } from "../db/in-list.ts";
import { parseExperimentId } from "../ids.ts";
import { stagesOf } from "../lifecycle.ts";
import { checkMaxResults } from "../max-results.ts";
import { createPageToken, parsePageToken } from "../page-token.ts";
import { loadRuns, type RunRow } from "./load-runs.ts";
import { runCondition } from "./run-filter.ts";
import { runOrder } from "./run-order.ts";

const DEFAULT_MAX_RESULTS = 1000;

/**
 * A page of the runs of some experiments that a filter finds. Its cost: one look at each run of the
 * database, some look-ups by key for each run of the experiments, and seven queries for the page.
 */
export async function searchRuns(
  queries: Queries,
  request: RequestOf<"searchRuns">,
): Promise<ResponseOf<"searchRuns">> {
  const maxResults = checkMaxResults(request.max_results ?? DEFAULT_MAX_RESULTS);
  const filter = filterToSql(parseFilter("runs", request.filter ?? ""), runCondition);
  const order = runOrder(request.order_by);
  const offset = parsePageToken(request.page_token);
  const experimentIds = request.experiment_ids.map(parseExperimentId);
  const { rows } = await sql<RunRow>`
    select runs.* from runs ${order.joins}
    where runs.experiment_id in ${inList(experimentIds)}
      and runs.lifecycle_stage in ${inList(stagesOf(request.run_view_type))}
      and ${filter}
    order by ${order.terms} limit ${maxResults + 1} offset ${offset}`.execute(queries);
  const hasMore = rows.length > maxResults;
  if (hasMore) rows.length = maxResults;
  const runs = await loadRuns(queries, rows);
  return {
    ...(runs.length > 0 && { runs }),
    ...(hasMore && { next_page_token: createPageToken(offset + maxResults) }),
  };
}
