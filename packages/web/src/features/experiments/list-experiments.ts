import type { Experiment } from "@mlflow-ts/contract";
import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

const PAGE_SIZE = 1000;

/** Every active experiment, newest first. */
export const listExperiments = queryOptions({
  queryKey: ["experiments"],
  queryFn: ({ signal }) => findAll({ view_type: "ACTIVE_ONLY" }, signal),
  refetchInterval: pollEvery(10_000),
});

/** Every deleted experiment, the one deleted last first. */
export const listDeletedExperiments = queryOptions({
  queryKey: ["experiments", "deleted"],
  queryFn: ({ signal }) =>
    findAll({ view_type: "DELETED_ONLY", order_by: ["last_update_time DESC"] }, signal),
  refetchInterval: pollEvery(10_000),
});

async function findAll(
  request: { view_type: "ACTIVE_ONLY" | "DELETED_ONLY"; order_by?: string[] },
  signal: AbortSignal,
): Promise<Experiment[]> {
  const found: Experiment[] = [];
  let pageToken: string | undefined;
  do {
    const asked = { ...request, max_results: PAGE_SIZE, page_token: pageToken };
    const page = await client.searchExperiments(asked, { signal });
    found.push(...(page.experiments ?? []));
    pageToken = page.next_page_token;
  } while (pageToken !== undefined && pageToken !== "");
  return found;
}
