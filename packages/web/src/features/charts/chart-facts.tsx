import type { MetricSeries } from "@mlflow-ts/contract";
import type { ChartLine } from "../../components/chart-line.ts";
import { MetricNumber } from "../../components/metric-number.tsx";
import { cutText } from "../../format/cut-text.ts";
import { readDouble } from "../../format/metric-value.ts";
import styles from "./chart-facts.module.css";

/** More would fill the card; they are told under the pointer. */
const NAMED_LINES = 3;

interface ChartFactsProps {
  readonly series: readonly MetricSeries[];
  readonly lines: readonly ChartLine[];
}

/** What a chart's points tell as a whole, whichever of them are drawn. */
export function ChartFacts({ series, lines }: ChartFactsProps) {
  const count = series.reduce((sum, one) => sum + one.count, 0);
  const inRange = series.reduce((sum, one) => sum + one.count_in_range, 0);
  const broken = series.reduce((sum, one) => sum + one.broken_count, 0);
  const [only] = series.length === 1 ? series : [];
  const firstBroken = series
    .flatMap((one) => one.first_broken ?? [])
    .reduce<number | undefined>(
      (least, { step }) => Math.min(least ?? Infinity, Number(step)),
      undefined,
    );
  return (
    <p className={styles["facts"]}>
      {series.length > 1 && <span>{describeLines(lines.length)}</span>}
      {lines.length > 1 && lines.length <= NAMED_LINES && lines.map(nameLine)}
      <span>{describePoints(inRange, count)}</span>
      {series.some((one) => one.is_sampled) && (
        <span title="Drawn from the first, last, smallest and largest point of each pixel; zoom in for all">
          sampled
        </span>
      )}
      {only?.min && (
        <span title={`At step ${only.min.step}`}>
          min <MetricNumber value={readDouble(only.min.value)} isShort />
        </span>
      )}
      {only?.max && (
        <span title={`At step ${only.max.step}`}>
          max <MetricNumber value={readDouble(only.max.value)} isShort />
        </span>
      )}
      {only?.last && (
        <span title={`At step ${only.last.step}`}>
          last <MetricNumber value={readDouble(only.last.value)} isShort />
        </span>
      )}
      {broken > 0 && (
        <span className={styles["broken"]}>
          {broken.toLocaleString("en")} NaN or ∞ from step {firstBroken}
        </span>
      )}
    </p>
  );
}

function nameLine({ id, name, color }: ChartLine) {
  return (
    <span key={id} className={styles["line"]} title={cutText(name, 500)}>
      <span className={styles["swatch"]} style={{ background: color }} />
      <bdi>{cutText(name, 24)}</bdi>
    </span>
  );
}

function describeLines(count: number): string {
  return count === 1 ? "1 line" : `${count.toLocaleString("en")} lines`;
}

function describePoints(inRange: number, count: number): string {
  const points = `${count.toLocaleString("en")} ${count === 1 ? "point" : "points"}`;
  return inRange === count ? points : `${inRange.toLocaleString("en")} of ${points}`;
}
