import { ApiError, type RequestOf, type ResponseOf } from "@mlflow-ts/contract";
import { parseFilter } from "@mlflow-ts/contract/filter";
import { sql } from "kysely";
import type { Queries } from "../db/database.ts";
import { isIn } from "../db/in-list.ts";
import { parseExperimentId } from "../ids.ts";
import { checkMaxResults } from "../max-results.ts";
import { loadLoggedModels, type LoggedModelRow } from "./load-logged-models.ts";
import { loggedModelCondition } from "./logged-model-filter.ts";
import { loggedModelOrder } from "./logged-model-order.ts";
import { createLoggedModelPageToken, parseLoggedModelPageToken } from "./page-token.ts";

const DEFAULT_MAX_RESULTS = 100;
const MAX_DATASETS = 100;

/** A page of the logged models of some experiments that a filter finds. */
export async function searchLoggedModels(
  queries: Queries,
  request: RequestOf<"searchLoggedModels">,
): Promise<ResponseOf<"searchLoggedModels">> {
  if (request.datasets.length > MAX_DATASETS) {
    throw ApiError.invalidParameter(
      `Invalid value for parameter 'datasets' supplied: it has ${request.datasets.length} ` +
        `entries; at most ${MAX_DATASETS} are allowed.`,
    );
  }
  const maxResults = checkMaxResults(request.max_results || DEFAULT_MAX_RESULTS);
  const offset = parseLoggedModelPageToken(request, request.page_token);
  const filter = parseFilter("logged_models", request.filter ?? "");
  const condition = loggedModelCondition(filter, request.datasets);
  const order = loggedModelOrder(request.order_by);
  const experimentIds = request.experiment_ids.map(parseExperimentId);
  const columns = sql.join([sql`logged_models.*`, ...order.columns], sql`, `);
  // Only a value that was selected before can be part of a term of the order.
  const { rows } = await sql<LoggedModelRow>`
    select * from (
      select ${columns} from logged_models
      where ${isIn("logged_models.experiment_id", experimentIds)}
        and logged_models.lifecycle_stage <> 'deleted' and ${condition}
    ) as logged_models
    order by ${order.terms} limit ${maxResults + 1} offset ${offset}`.execute(queries);
  const hasMore = rows.length > maxResults;
  if (hasMore) rows.length = maxResults;
  const models = await loadLoggedModels(queries, rows);
  return {
    ...(models.length > 0 && { models }),
    ...(hasMore && { next_page_token: createLoggedModelPageToken(request, offset + maxResults) }),
  };
}
