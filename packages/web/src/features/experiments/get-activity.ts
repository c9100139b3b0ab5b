import type { ResponseOf } from "@mlflow-ts/contract";
import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

/** How many runs an experiment has, how many go on, and when it last changed. */
export type Activity = ResponseOf<"getExperimentActivity">["experiments"][number];

/** What goes on in all experiments, by their ids. */
export const getActivity = queryOptions({
  queryKey: ["experiment-activity"],
  queryFn: async ({ signal }) => {
    const { experiments } = await client.getExperimentActivity({}, { signal });
    return experiments;
  },
  select: byId,
  refetchInterval: pollEvery(10_000),
});

function byId(experiments: readonly Activity[]): ReadonlyMap<string, Activity> {
  return new Map(experiments.map((activity) => [activity.experiment_id, activity]));
}
