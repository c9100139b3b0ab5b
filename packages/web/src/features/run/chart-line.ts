import type { Metric } from "@mlflow-ts/contract";
import { readDouble } from "../../format/metric-value.ts";

/** A metric's history as a line to draw. */
export interface ChartLine {
  readonly xs: readonly number[];
  /** `null` leaves a gap, where the value is NaN or infinite. */
  readonly ys: readonly (number | null)[];
  /** Steps, or seconds since the first point when all have the same step. */
  readonly xUnit: "step" | "seconds";
  readonly min: number;
  readonly max: number;
  readonly brokenCount: number;
}

export function toChartLine(points: readonly Metric[]): ChartLine {
  const sorted = points.toSorted(
    (a, b) => Number(a.step) - Number(b.step) || Number(a.timestamp) - Number(b.timestamp),
  );
  const first = sorted[0];
  const isByStep = sorted.some((point) => point.step !== first?.step);
  const start = Number(first?.timestamp ?? 0);
  const xs = sorted.map((point) =>
    isByStep ? Number(point.step) : (Number(point.timestamp) - start) / 1000,
  );
  const ys = sorted.map((point) => {
    const value = readDouble(point.value);
    return Number.isFinite(value) ? value : null;
  });
  let min = Infinity;
  let max = -Infinity;
  let brokenCount = 0;
  for (const y of ys) {
    if (y === null) brokenCount += 1;
    else {
      min = Math.min(min, y);
      max = Math.max(max, y);
    }
  }
  return { xs, ys, xUnit: isByStep ? "step" : "seconds", min, max, brokenCount };
}
