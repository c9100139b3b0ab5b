import type { MetricSeries } from "@mlflow-ts/contract";
import type { QueryClient } from "@tanstack/react-query";
import { askForSeries, type SeriesRequest } from "./get-series.ts";
import { append, findSame, mergeSeries } from "./merge-series.ts";

/**
 * Brings the charts in sight up to date for runs that have new points. Only these runs are asked
 * for, and where all points are shown, only the points beyond the last one.
 */
export async function refreshSeries(
  queryClient: QueryClient,
  runIds: ReadonlySet<string>,
): Promise<void> {
  const queries = queryClient.getQueryCache().findAll({ queryKey: ["series"] });
  await Promise.all(
    queries.map(async (query) => {
      // The second part of a series query's key is its request.
      const request = query.queryKey[1] as SeriesRequest;
      const changed = request.runIds.filter((runId) => runIds.has(runId));
      if (changed.length === 0) return;
      if (!query.isActive() || query.state.data === undefined) {
        await queryClient.invalidateQueries({ queryKey: query.queryKey, refetchType: "active" });
        return;
      }
      // A series query holds what its function answered.
      const known = query.state.data as readonly MetricSeries[];
      const fresh = await askForChanged(request, changed, known);
      queryClient.setQueryData(query.queryKey, mergeSeries(request, known, fresh));
    }),
  );
}

async function askForChanged(
  request: SeriesRequest,
  runIds: readonly string[],
  known: readonly MetricSeries[],
): Promise<MetricSeries[]> {
  const changed = { ...request, runIds };
  const start = lastShown(request, runIds, known);
  if (start === undefined) return askForSeries(changed);
  const zoom = { min: start, max: Infinity };
  const added = await askForSeries({ ...changed, settings: { ...request.settings, zoom } });
  const joined = added.map((series) => append(findSame(known, series), series));
  // Points that came before the last one, or more than are shown one by one: all again.
  if (joined.some((series) => series === undefined)) return askForSeries(changed);
  return joined.filter((series) => series !== undefined);
}

/** The last position of all these runs' lines, when each of their points is shown. */
function lastShown(
  { settings }: SeriesRequest,
  runIds: readonly string[],
  known: readonly MetricSeries[],
): number | undefined {
  const own = known.filter((series) => runIds.includes(series.run_id));
  if (settings.zoom !== undefined || settings.x.kind === "metric") return undefined;
  if (own.length === 0 || own.some((series) => series.is_sampled)) return undefined;
  return Math.min(...own.map(({ x }) => x.at(-1) ?? -Infinity));
}
