import type { MetricSeries } from "@mlflow-ts/contract";
import { formatCsvNumber, toCsvRow } from "../../format/csv.ts";
import type { Range } from "../../components/chart-line.ts";
import { askForSeries } from "./get-series.ts";
import type { ChartRun } from "./series-lines.ts";

/** As many as one answer of the server may hold. */
const BUCKETS = 250_000;

/** Every point that was logged, not the sample that the chart shows: one part of text a metric. */
export async function exportCsv(
  runs: readonly ChartRun[],
  keys: readonly string[],
): Promise<string[]> {
  const parts = [toCsvRow(["run_id", "run_name", "metric", "step", "timestamp", "value"])];
  for (const run of runs) {
    for (const key of keys) {
      for (const series of await askForAll(run.runId, key, undefined)) {
        parts.push(toRows(run, key, series));
      }
    }
  }
  return parts;
}

/** All points by time; a range with more than an answer holds is asked for by halves. */
async function askForAll(runId: string, key: string, zoom: Range | undefined) {
  const settings = { x: { kind: "time" }, smoothing: 0, zoom } as const;
  const [series] = await askForSeries({ runIds: [runId], keys: [key], settings, buckets: BUCKETS });
  if (series === undefined) return [];
  const [from, to] = [zoom?.min ?? series.x[0] ?? 0, zoom?.max ?? series.x.at(-1) ?? 0];
  const middle = Math.floor((from + to) / 2);
  if (!series.is_sampled || middle >= to) return [within(series, from, to)];
  const halves: MetricSeries[] = [];
  halves.push(...(await askForAll(runId, key, { min: from, max: middle })));
  halves.push(...(await askForAll(runId, key, { min: middle + 1, max: to })));
  return halves;
}

/** Without the points beyond, which are answered for the line's sake. */
function within(series: MetricSeries, from: number, to: number): MetricSeries {
  const isIn = (_: unknown, index: number) => {
    const x = series.x[index] ?? NaN;
    return x >= from && x <= to;
  };
  return {
    ...series,
    x: series.x.filter(isIn),
    y: series.y.filter(isIn),
    step: (series.step ?? []).filter(isIn),
  };
}

function toRows(run: ChartRun, key: string, { x, y, step = [] }: MetricSeries): string {
  const start = toCsvRow([run.runId, run.name, key]).trimEnd();
  return x
    .map((time, index) => `${start},${step[index] ?? ""},${time},${formatCsvNumber(y[index])}\r\n`)
    .join("");
}
