import type { Metric } from "@mlflow-ts/contract";
import { Button } from "@mantine/core";
import { useState } from "react";
import styles from "../../components/data-table.module.css";
import { LongText } from "../../components/long-text.tsx";
import { MetricNumber } from "../../components/metric-number.tsx";
import { readDouble } from "../../format/metric-value.ts";
import { formatExactTime } from "../../format/time.ts";

const SHOWN_AT_FIRST = 30;

/** The last value of each metric, with every digit, and the step it was logged at. */
export function MetricsTable({ metrics }: { readonly metrics: readonly Metric[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? metrics : metrics.slice(0, SHOWN_AT_FIRST);
  return (
    <div className={styles["frame"]}>
      <table className={styles["table"]} aria-label="Metrics">
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className={styles["number"]}>
              Last value
            </th>
            <th scope="col" className={styles["number"]}>
              Step
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((metric) => (
            <tr key={metric.key}>
              <th scope="row">
                <LongText text={metric.key} title="Metric" maxLength={120} />
              </th>
              <td className={styles["number"]}>
                <MetricNumber value={readDouble(metric.value)} />
              </td>
              <td
                className={styles["number"]}
                title={`Logged ${formatExactTime(Number(metric.timestamp))}`}
              >
                {String(metric.step)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < metrics.length && (
        <div className={styles["more"]}>
          <Button size="compact-xs" variant="subtle" onClick={() => setIsWhole(true)}>
            Show all {metrics.length}
          </Button>
        </div>
      )}
    </div>
  );
}
