import type { Metric } from "@mlflow-ts/contract";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { LineChart, type ChartPoint } from "../../components/line-chart.tsx";
import { LoadFailure } from "../../components/load-failure.tsx";
import { useIsNearView } from "../../components/use-is-near-view.ts";
import { cutText } from "../../format/cut-text.ts";
import { formatExact, formatShort } from "../../format/metric-value.ts";
import { toChartLine, type ChartLine } from "./chart-line.ts";
import { getMetricHistory, MAX_POINTS } from "./get-metric-history.ts";
import styles from "./metric-charts.module.css";

interface MetricChartCardProps {
  readonly runId: string;
  readonly latest: Metric;
  readonly isEager: boolean;
}

/** One metric's curve; nothing for a metric that was logged once. */
export function MetricChartCard({ runId, latest, isEager }: MetricChartCardProps) {
  const card = useRef<HTMLElement>(null);
  const isNear = useIsNearView(card);
  const query = useQuery({ ...getMetricHistory(runId, latest), enabled: isEager || isNear });
  const line = useMemo(() => query.data && toChartLine(query.data.points), [query.data]);
  const [hovered, setHovered] = useState<ChartPoint | undefined>();
  if (line !== undefined && line.xs.length < 2) return null;
  return (
    <article ref={card} className={styles["card"]} aria-busy={line === undefined}>
      <header className={styles["head"]}>
        <h3 className={styles["name"]} title={cutText(latest.key, 500)}>
          <bdi>{cutText(latest.key, 80)}</bdi>
        </h3>
        {hovered !== undefined && line !== undefined && (
          <span className={styles["hovered"]}>
            {describeX(line, hovered.x)} <b>{formatExact(hovered.y)}</b>
          </span>
        )}
      </header>
      {query.isError && query.data === undefined && (
        <LoadFailure error={query.error} what="the history" onRetry={() => query.refetch()} />
      )}
      {line !== undefined && (
        <>
          <LineChart
            xs={line.xs}
            ys={line.ys}
            label={`${cutText(latest.key, 200)} chart`}
            onHover={setHovered}
          />
          <ChartFacts line={line} isCut={query.data?.isCut ?? false} />
        </>
      )}
    </article>
  );
}

function describeX(line: ChartLine, x: number): string {
  return line.xUnit === "step" ? `step ${x}` : `${formatShort(x)} s`;
}

function ChartFacts({ line, isCut }: { readonly line: ChartLine; readonly isCut: boolean }) {
  const count = line.xs.length.toLocaleString("en");
  return (
    <p className={styles["facts"]}>
      <span>{isCut ? `first ${MAX_POINTS.toLocaleString("en")} points` : `${count} points`}</span>
      {Number.isFinite(line.min) && (
        <>
          <span>min {formatShort(line.min)}</span>
          <span>max {formatShort(line.max)}</span>
        </>
      )}
      <span>by {line.xUnit === "step" ? "step" : "seconds"}</span>
      {line.brokenCount > 0 && (
        <span className={styles["broken"]}>
          {line.brokenCount.toLocaleString("en")} NaN or infinite
        </span>
      )}
    </p>
  );
}
