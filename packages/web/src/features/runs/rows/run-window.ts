import { queryOptions } from "@tanstack/react-query";
import { client } from "../../../api/client.ts";
import { pollEvery } from "../../../api/query-client.ts";
import type { ValueKeys } from "./cell-reader.ts";
import { PAGE_SIZE } from "./table-rows.ts";

/** Which runs, in which order, with which values. */
export interface RunsRequest extends ValueKeys {
  readonly experiment_ids: string[];
  readonly filter: string;
  readonly run_view_type: "ACTIVE_ONLY" | "DELETED_ONLY";
  readonly order_by: string[];
  readonly order_metric_value?: "MIN" | "MAX" | undefined;
  readonly nested: boolean;
  readonly collapsed: string[];
}

const POLL_MS = 3000;

/** The rows from `offset` on, at most a hundred. */
export const runWindow = (request: RunsRequest, offset: number) =>
  queryOptions({
    queryKey: ["runs", request.experiment_ids[0], "window", request, offset],
    queryFn: async ({ signal }) => {
      const stretch = { ...request, offset, limit: PAGE_SIZE };
      return {
        ...(await client.getRunWindow(stretch, { signal })),
        offset,
        filter: request.filter,
      };
    },
    // A table that is scrolled through meets hundreds of pages.
    gcTime: 60_000,
    refetchInterval: pollEvery(POLL_MS),
  });
