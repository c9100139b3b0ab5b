import type { MetricSeries } from "@mlflow-ts/contract";
import { MetricNumber } from "../../components/metric-number.tsx";
import { cutText } from "../../format/cut-text.ts";
import { readDouble } from "../../format/metric-value.ts";
import type { ChartRun } from "./series-lines.ts";
import styles from "./value-bars.module.css";

interface ValueBarsProps {
  readonly series: readonly MetricSeries[];
  readonly runs: readonly ChartRun[];
  readonly height: number;
}

/** A metric that each run logged once: a bar for each, with its exact value. */
export function ValueBars({ series, runs, height }: ValueBarsProps) {
  const runsById = new Map(runs.map((run) => [run.runId, run]));
  const bars = series.map((one) => ({
    id: `${one.run_id} ${one.metric_key}`,
    run: runsById.get(one.run_id),
    key: one.metric_key,
    value: readDouble(one.last?.value ?? "NaN"),
  }));
  const finite = bars.map(({ value }) => value).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const toPercent = (value: number) => (high === low ? 0 : ((value - low) / (high - low)) * 100);
  const hasKeys = new Set(bars.map(({ key }) => key)).size > 1;
  return (
    <ul className={styles["bars"]} style={{ maxHeight: height }}>
      {bars.map(({ id, run, key, value }) => (
        <li key={id} className={styles["bar"]}>
          <bdi className={styles["name"]} title={cutText(run?.name ?? "", 300)}>
            {cutText(hasKeys ? `${run?.name ?? ""} · ${key}` : (run?.name ?? ""), 60)}
          </bdi>
          <span className={styles["track"]}>
            {Number.isFinite(value) && (
              <span
                className={styles["fill"]}
                style={{
                  left: `${Math.min(toPercent(0), toPercent(value))}%`,
                  width: `${Math.abs(toPercent(value) - toPercent(0))}%`,
                  background: runs.length === 1 ? "var(--accent)" : run?.color,
                }}
              />
            )}
          </span>
          <MetricNumber value={value} />
        </li>
      ))}
    </ul>
  );
}
