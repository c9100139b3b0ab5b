import { type ChartLine, nearestIndex } from "../../components/chart-line.ts";

/** Runs that are drawn as one line. */
export interface RunGroup {
  readonly name: string;
  readonly color: string;
  readonly runIds: readonly string[];
}

const GRID = 400;

/**
 * For each group and metric the mean of its runs' lines, and a band of one standard deviation on
 * either side. Where the lines have the same few positions these are taken, else a grid of 400
 * between which the lines are interpolated; a line counts only between its ends.
 */
export function meanLines(lines: readonly ChartLine[], groups: readonly RunGroup[]): ChartLine[] {
  return groups.flatMap((group) => {
    const runIds = new Set(group.runIds);
    const byKey = new Map<string, ChartLine[]>();
    for (const line of lines) {
      // A line's id is its run and its metric.
      const [runId, key] = splitOnce(line.id);
      if (runIds.has(runId)) byKey.set(key, [...(byKey.get(key) ?? []), line]);
    }
    return [...byKey].map(([key, ofKey]) => ({
      id: `${group.name} ${key}`,
      name: byKey.size > 1 ? `${group.name} · ${key}` : group.name,
      color: group.color,
      isDashed: ofKey[0]?.isDashed ?? false,
      ...meanOf(ofKey),
    }));
  });
}

function splitOnce(id: string): [string, string] {
  const space = id.indexOf(" ");
  return [id.slice(0, space), id.slice(space + 1)];
}

function meanOf(lines: readonly ChartLine[]) {
  const xs = gridOf(lines);
  const [ys, low, high]: [number[], number[], number[]] = [[], [], []];
  for (const x of xs) {
    const values = lines.map((line) => valueAt(line, x)).filter(Number.isFinite);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const deviation = values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
    ys.push(mean);
    low.push(mean - deviation);
    high.push(mean + deviation);
  }
  return { xs, ys, band: { low, high } };
}

function gridOf(lines: readonly ChartLine[]): number[] {
  const all = new Set<number>();
  for (const { xs } of lines) for (const x of xs) all.add(x);
  const sorted = [...all].sort((a, b) => a - b);
  if (sorted.length <= GRID) return sorted;
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return Array.from({ length: GRID }, (_, i) => first + ((last - first) * i) / (GRID - 1));
}

function valueAt({ xs, ys }: ChartLine, x: number): number {
  const nearest = nearestIndex(xs, x);
  const at = xs[nearest];
  if (at === undefined || at === x) return ys[nearest] ?? NaN;
  const left = at < x ? nearest : nearest - 1;
  const [x0, x1, y0, y1] = [xs[left], xs[left + 1], ys[left], ys[left + 1]];
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return NaN;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
