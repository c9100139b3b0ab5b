import type { Experiment } from "@mlflow-ts/contract";
import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

const PAGE_SIZE = 1000;

/** Every active experiment, newest first. */
export const listExperiments = queryOptions({
  queryKey: ["experiments"],
  queryFn: async ({ signal }): Promise<Experiment[]> => {
    const found: Experiment[] = [];
    let pageToken: string | undefined;
    do {
      const page = await client.searchExperiments(
        { max_results: PAGE_SIZE, page_token: pageToken, view_type: "ACTIVE_ONLY" },
        { signal },
      );
      found.push(...(page.experiments ?? []));
      pageToken = page.next_page_token;
    } while (pageToken !== undefined && pageToken !== "");
    return found;
  },
  refetchInterval: pollEvery(10_000),
});
