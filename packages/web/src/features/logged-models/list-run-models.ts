import type { LoggedModel } from "@mlflow-ts/contract";
import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";

/** The models that a run logged, oldest first. */
export const listRunModels = (experimentId: string, runId: string) =>
  queryOptions({
    queryKey: ["run-models", runId],
    queryFn: async ({ signal }): Promise<LoggedModel[]> => {
      const found: LoggedModel[] = [];
      let pageToken: string | undefined;
      do {
        const page = await client.searchLoggedModels(
          {
            experiment_ids: [experimentId],
            filter: `source_run_id = '${runId}'`,
            order_by: [{ field_name: "creation_time", ascending: true }],
            page_token: pageToken,
          },
          { signal },
        );
        found.push(...(page.models ?? []));
        pageToken = page.next_page_token;
      } while (pageToken !== undefined && pageToken !== "");
      return found;
    },
    staleTime: 5000,
  });
