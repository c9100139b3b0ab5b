import { type ChartLine, nearestIndex, valueAt } from "../../components/chart-line.ts";
import { type Band, spreadOf } from "./spread.ts";

/** Runs that are drawn as one line. */
export interface RunGroup {
  /** As the pages link what is pointed at. */
  readonly ownerId: string;
  readonly name: string;
  readonly color: string;
  readonly runIds: readonly string[];
}

const GRID = 400;

/**
 * For each group and metric the mean of its runs' lines, with a band around it. Where the lines have the same few positions these are taken, else a grid of 400
 * between which the lines are interpolated; a line counts only between its ends.
 */
export function meanLines(
  lines: readonly ChartLine[],
  groups: readonly RunGroup[],
  band: Band,
): ChartLine[] {
  return groups.flatMap((group) => {
    const runIds = new Set(group.runIds);
    const byKey = new Map<string, ChartLine[]>();
    for (const line of lines) {
      // A line's id is its run and its metric.
      const [runId, key] = splitOnce(line.id);
      if (runIds.has(runId)) byKey.set(key, [...(byKey.get(key) ?? []), line]);
    }
    return [...byKey].map(([key, ofKey]) => ({
      id: `${group.ownerId} ${key}`,
      ownerId: group.ownerId,
      name: byKey.size > 1 ? `${group.name} · ${key}` : group.name,
      color: group.color,
      isDashed: ofKey[0]?.isDashed ?? false,
      ...meanOf(ofKey, band),
    }));
  });
}

function splitOnce(id: string): [string, string] {
  const space = id.indexOf(" ");
  return [id.slice(0, space), id.slice(space + 1)];
}

function meanOf(lines: readonly ChartLine[], band: Band) {
  const xs = gridOf(lines);
  const spreads = xs.map((x) =>
    spreadOf(lines.map((line) => valueAt(line, x)).filter(Number.isFinite), band),
  );
  const low = spreads.map((spread) => spread.low);
  const high = spreads.map((spread) => spread.high);
  if (band === "extremes") for (const line of lines) widen(low, high, xs, line);
  return { xs, ys: spreads.map(({ mean }) => mean), band: { low, high } };
}

/** Takes in what a line has between the positions, so that a grid loses no extreme. */
function widen(low: number[], high: number[], at: readonly number[], { xs, ys }: ChartLine): void {
  xs.forEach((x, index) => {
    const y = ys[index] ?? NaN;
    const place = nearestIndex(at, x);
    if (!Number.isFinite(y)) return;
    low[place] = Math.min(low[place] ?? y, y);
    high[place] = Math.max(high[place] ?? y, y);
  });
}

function gridOf(lines: readonly ChartLine[]): number[] {
  const all = new Set<number>();
  for (const { xs } of lines) for (const x of xs) all.add(x);
  const sorted = [...all].sort((a, b) => a - b);
  if (sorted.length <= GRID) return sorted;
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return Array.from({ length: GRID }, (_, i) => first + ((last - first) * i) / (GRID - 1));
}
