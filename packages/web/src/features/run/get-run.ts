import { queryOptions } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { pollEvery } from "../../api/query-client.ts";

const LIVE_POLL_MS = 2000;
const IDLE_POLL_MS = 15_000;

/** A run with all its data; asked again every two seconds while it is not over. */
export const getRun = (runId: string) =>
  queryOptions({
    queryKey: ["run", runId],
    queryFn: async ({ signal }) => {
      const answer = await client.getRun({ run_id: runId }, { signal });
      return answer.run;
    },
    refetchInterval: (query) => {
      const status = query.state.data?.info.status;
      const isLive = status === "RUNNING" || status === "SCHEDULED";
      return pollEvery(isLive ? LIVE_POLL_MS : IDLE_POLL_MS)(query);
    },
  });
