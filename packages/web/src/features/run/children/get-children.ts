import { queryOptions } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { pollEvery } from "../../../api/query-client.ts";
import { bestOf } from "../../runs/table/column.ts";
import { isSystemMetric } from "../metrics/is-system-metric.ts";

const POLL_MS = 10_000;
const MAX_ROWS = 50;
/** Enough to tell which metrics differ. */
const MAX_LOOKED_AT = 200;
const MAX_METRICS = 4;

/** The runs right below a run, in the words of a search. */
export function childrenFilter(runId: string): string {
  return `tags.\`mlflow.parentRunId\` = '${runId}'`;
}

/** The first runs below a run, how many there are, and their values of metrics that differ. */
export const getChildren = (experimentId: string, runId: string) =>
  queryOptions({
    queryKey: ["runs", experimentId, "children", runId],
    queryFn: async ({ signal }) => {
      const found = { experiment_ids: [experimentId], filter: childrenFilter(runId) };
      const order_by = ["attributes.start_time ASC"];
      const request = { ...found, order_by, limit: MAX_ROWS };
      const plain = await client.getRunWindow(request, { signal });
      if (plain.rows.length === 0) return { ...plain, keys: [] };
      const { metrics } = await client.getRunKeys(
        { ...found, max_runs: MAX_LOOKED_AT },
        { signal },
      );
      const keys = metrics
        .filter(({ key, differs }) => differs && !isSystemMetric(key))
        .map(({ key }) => key)
        .toSorted((a, b) => Number(bestOf(a) === undefined) - Number(bestOf(b) === undefined))
        .slice(0, MAX_METRICS);
      if (keys.length === 0) return { ...plain, keys };
      return {
        ...(await client.getRunWindow({ ...request, metric_keys: keys }, { signal })),
        keys,
      };
    },
    staleTime: 2000,
    refetchInterval: pollEvery(POLL_MS),
  });
