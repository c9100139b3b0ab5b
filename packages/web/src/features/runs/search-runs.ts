import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";
import { toFilter, toOrderBy, type RunsSearch } from "./runs-search.ts";

const PAGE_SIZE = 100;
const POLL_MS = 4000;

/** The runs of an experiment, page by page. An open list is asked again page by page too. */
export const searchRuns = (experimentId: string, search: RunsSearch) =>
  infiniteQueryOptions({
    queryKey: ["runs", experimentId, search],
    queryFn: ({ pageParam, signal }) =>
      client.searchRuns(
        {
          experiment_ids: [experimentId],
          filter: toFilter(search.searchFilter ?? "") || undefined,
          order_by: toOrderBy(search),
          run_view_type: search.lifecycleFilter === "Deleted" ? "DELETED_ONLY" : "ACTIVE_ONLY",
          max_results: PAGE_SIZE,
          page_token: pageParam,
        },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_page_token || undefined,
    placeholderData: keepPreviousData,
    // Every loaded page is asked again, so a long list asks less often.
    refetchInterval: (query) => pollEvery(POLL_MS * (query.state.data?.pages.length ?? 1))(query),
  });
