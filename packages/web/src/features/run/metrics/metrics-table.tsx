import type { Metric, MetricSummary } from "@mlflow-ts/contract";
import { Button } from "@mantine/core";
import { useState } from "react";
import tableStyles from "../../../components/data-table.module.css";
import { LongText } from "../../../components/long-text.tsx";
import { MetricNumber } from "../../../components/metric-number.tsx";
import { TableFrame } from "../../../components/table-frame.tsx";
import { formatExact, readDouble } from "../../../format/metric-value.ts";
import { formatExactTime } from "../../../format/time.ts";
import { bestOf } from "../../runs/table/column.ts";
import styles from "./metrics-table.module.css";

interface MetricsTableProps {
  readonly metrics: readonly Metric[];
  readonly summaries: ReadonlyMap<string, MetricSummary> | undefined;
  readonly name: string;
}

const SHOWN_AT_FIRST = 30;

/** The last value of each metric, with every digit, its smallest and largest, and their steps. */
export function MetricsTable({ metrics, summaries, name }: MetricsTableProps) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? metrics : metrics.slice(0, SHOWN_AT_FIRST);
  return (
    <TableFrame name={name}>
      <table className={tableStyles["table"]} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            {["Last value", "Step", "Min", "Max"].map((column) => (
              <th key={column} scope="col" className={tableStyles["number"]}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((metric) => (
            <MetricRow key={metric.key} metric={metric} summary={summaries?.get(metric.key)} />
          ))}
        </tbody>
      </table>
      {shown.length < metrics.length && (
        <div className={tableStyles["more"]}>
          <Button size="compact-xs" variant="subtle" onClick={() => setIsWhole(true)}>
            Show all {metrics.length}
          </Button>
        </div>
      )}
    </TableFrame>
  );
}

interface MetricRowProps {
  readonly metric: Metric;
  readonly summary: MetricSummary | undefined;
}

function MetricRow({ metric, summary }: MetricRowProps) {
  const best = bestOf(metric.key);
  // Of a single point they are nothing new.
  const hasExtremes = summary !== undefined && summary.count > 1;
  return (
    <tr>
      <th scope="row">
        <LongText text={metric.key} title="Metric" maxLength={120} />
        {summary?.first_broken !== undefined && (
          <BrokenNote summary={summary} first={summary.first_broken} />
        )}
      </th>
      <td className={tableStyles["number"]}>
        <MetricNumber value={readDouble(metric.value)} />
      </td>
      <td
        className={tableStyles["number"]}
        title={`Logged ${formatExactTime(Number(metric.timestamp))}`}
      >
        {String(metric.step)}
      </td>
      <ExtremeCell point={hasExtremes ? summary.min : undefined} isBest={best === "min"} />
      <ExtremeCell point={hasExtremes ? summary.max : undefined} isBest={best === "max"} />
    </tr>
  );
}

type Point = NonNullable<MetricSummary["min"]>;

/** Where the metric ceased to be a number. */
function BrokenNote({
  summary,
  first,
}: {
  readonly summary: MetricSummary;
  readonly first: Point;
}) {
  const { broken_count: broken, count } = summary;
  return (
    <span className={styles["broken"]}>
      {formatExact(readDouble(first.value))} from step {String(first.step)}
      {count > 1 && `, ${broken} of ${count} points`}
    </span>
  );
}

interface ExtremeCellProps {
  readonly point: Point | undefined;
  readonly isBest: boolean;
}

function ExtremeCell({ point, isBest }: ExtremeCellProps) {
  if (point === undefined) return <td className={tableStyles["number"]} />;
  return (
    <td className={tableStyles["number"]}>
      <span className={isBest ? styles["best"] : undefined}>
        {isBest && <span className={styles["badge"]}>best </span>}
        <MetricNumber value={readDouble(point.value)} isShort />
      </span>
      <span className={styles["step"]}>step {String(point.step)}</span>
    </td>
  );
}
