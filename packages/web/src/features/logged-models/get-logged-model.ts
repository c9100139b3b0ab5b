import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

export const getLoggedModel = (modelId: string) =>
  queryOptions({
    queryKey: ["logged-model", modelId],
    queryFn: async ({ signal }) => {
      const answer = await client.getLoggedModel({ model_id: modelId }, { signal });
      return answer.model;
    },
    refetchInterval: pollEvery(5000),
  });
