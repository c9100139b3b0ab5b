import type { MetricSeries } from "@mlflow-ts/contract";
import type { SeriesRequest } from "./get-series.ts";

/** What is known with the points beyond it; undefined when that is not all there is. */
export function append(
  known: MetricSeries | undefined,
  added: MetricSeries,
): MetricSeries | undefined {
  const end = known?.x.at(-1) ?? -Infinity;
  const from = added.x.findIndex((x) => x > end);
  const tail = <T>(column: readonly T[] | undefined) =>
    from < 0 || column === undefined ? [] : column.slice(from);
  const x = [...(known?.x ?? []), ...tail(added.x)];
  if (added.is_sampled || x.length !== added.count) return undefined;
  return {
    ...added,
    count_in_range: added.count,
    x,
    y: [...(known?.y ?? []), ...tail(added.y)],
    ...(added.smooth && { smooth: [...(known?.smooth ?? []), ...tail(added.smooth)] }),
    ...(added.step && { step: [...(known?.step ?? []), ...tail(added.step)] }),
  };
}

/** The series of the same run and metric. */
export function findSame(
  series: readonly MetricSeries[],
  of: MetricSeries,
): MetricSeries | undefined {
  return series.find((one) => one.run_id === of.run_id && one.metric_key === of.metric_key);
}

/** What is known with the fresh in its place, in the order that was asked for. */
export function mergeSeries(
  { runIds, keys }: Pick<SeriesRequest, "runIds" | "keys">,
  known: readonly MetricSeries[],
  fresh: readonly MetricSeries[],
): MetricSeries[] {
  const all = [...fresh, ...known.filter((series) => findSame(fresh, series) === undefined)];
  const place = (series: MetricSeries) =>
    runIds.indexOf(series.run_id) * keys.length + keys.indexOf(series.metric_key);
  return all.toSorted((a, b) => place(a) - place(b));
}
