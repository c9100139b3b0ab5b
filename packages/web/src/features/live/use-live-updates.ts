import type { Change } from "@mlflow-ts/contract";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { followChanges } from "./follow-changes.ts";
import { isAffected } from "./is-affected.ts";

type RefreshSeries = (queryClient: QueryClient, runIds: ReadonlySet<string>) => Promise<void>;

/** Keeps everything on the page as the server has it, for as long as the page is open. */
export function useLiveUpdates(refreshSeries: RefreshSeries): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    let waiting: Change[] = [];
    let isBusy = false;
    // What changes while answers are on their way is asked for once they are there, so that a slow
    // server is not asked faster than it answers.
    const catchUp = async () => {
      if (isBusy) return;
      isBusy = true;
      while (waiting.length > 0) {
        const changes = waiting;
        waiting = [];
        await update(queryClient, changes, refreshSeries);
      }
      isBusy = false;
    };
    return followChanges((change) => {
      waiting.push(change);
      void catchUp();
    });
  }, [queryClient, refreshSeries]);
}

async function update(
  queryClient: QueryClient,
  changes: readonly Change[],
  refreshSeries: RefreshSeries,
): Promise<void> {
  const logged = changes
    .flatMap((change) => change.runs ?? [])
    .filter(({ what }) => what.includes("metrics"));
  await Promise.all([
    queryClient.invalidateQueries({
      predicate: ({ queryKey }) => changes.some((change) => isAffected(queryKey, change)),
    }),
    // A server that is lost meanwhile shows elsewhere; the next change asks again.
    refreshSeries(queryClient, new Set(logged.map((run) => run.run_id))).catch(() => {}),
  ]);
}
