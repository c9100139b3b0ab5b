import type { Metric } from "@mlflow-ts/contract";
import { MetricChartCard } from "./metric-chart-card.tsx";
import styles from "./metric-charts.module.css";

/** The first charts read their history at once, further ones when they come near the view. */
const EAGER_COUNT = 24;

interface MetricChartsProps {
  readonly runId: string;
  readonly metrics: readonly Metric[];
}

/** A chart for each metric that has a history. */
export function MetricCharts({ runId, metrics }: MetricChartsProps) {
  return (
    <div className={styles["grid"]}>
      {metrics.map((metric, index) => (
        <MetricChartCard
          key={metric.key}
          runId={runId}
          latest={metric}
          isEager={index < EAGER_COUNT}
        />
      ))}
      <p className={styles["none"]}>
        No metric has more than one point yet. Log one with <code>step=epoch</code> to see its
        curve.
      </p>
    </div>
  );
}
