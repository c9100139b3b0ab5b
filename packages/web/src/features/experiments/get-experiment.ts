import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

export const getExperiment = (experimentId: string) =>
  queryOptions({
    queryKey: ["experiment", experimentId],
    queryFn: async ({ signal }) => {
      const answer = await client.getExperiment({ experiment_id: experimentId }, { signal });
      return answer.experiment;
    },
    staleTime: 10_000,
    refetchInterval: pollEvery(10_000),
  });
